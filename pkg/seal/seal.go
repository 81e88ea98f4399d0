// Package seal encrypts single fields of the records and makes blind indices, with Tink.
//
// A sealed value is bound to its place: the table, row and column are associated data, so that a value
// copied to another row does not open. Keys are key sets: a new primary key is added, old ones still open.
package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// tagSize is the length of blind indices and tags in bytes.
const tagSize = 32

// Sealer seals, opens and tags. It is safe for concurrent use.
type Sealer struct {
	aead tink.AEAD
	prf  *prf.Set
}

// keys is the document that a key value holds, in base64: two Tink key sets.
type keys struct {
	AEAD json.RawMessage `json:"aead"`
	PRF  json.RawMessage `json:"prf"`
}

// New reads a key value as Generate makes it. Errors never hold the value.
func New(value string) (*Sealer, error) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	if err != nil {
		return nil, errors.New("seal key: not base64")
	}
	var k keys
	if err := json.Unmarshal(raw, &k); err != nil {
		return nil, errors.New("seal key: not a key document")
	}
	forSealing, err := read(k.AEAD)
	if err != nil {
		return nil, errors.New("seal key: no readable key set for sealing")
	}
	forTags, err := read(k.PRF)
	if err != nil {
		return nil, errors.New("seal key: no readable key set for blind indices")
	}
	s := &Sealer{}
	if s.aead, err = aead.New(forSealing); err != nil {
		return nil, errors.New("seal key: the key set does not seal")
	}
	if s.prf, err = prf.NewPRFSet(forTags); err != nil {
		return nil, errors.New("seal key: the key set makes no blind indices")
	}
	if _, err := s.prf.ComputePrimaryPRF(nil, tagSize); err != nil {
		return nil, errors.New("seal key: the key set makes no blind indices")
	}
	return s, nil
}

func read(document []byte) (*keyset.Handle, error) {
	return insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(document)))
}

// Generate makes a new key value, to be kept as secret as the records themselves.
func Generate() (string, error) {
	var k keys
	for _, part := range []struct {
		to       *json.RawMessage
		template *tink_go_proto.KeyTemplate
	}{{&k.AEAD, aead.AES256GCMKeyTemplate()}, {&k.PRF, prf.HMACSHA256PRFKeyTemplate()}} {
		handle, err := keyset.NewHandle(part.template)
		if err != nil {
			return "", fmt.Errorf("seal key: %w", err)
		}
		var document bytes.Buffer
		if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&document)); err != nil {
			return "", fmt.Errorf("seal key: %w", err)
		}
		*part.to = document.Bytes()
	}
	raw, err := json.Marshal(k)
	if err != nil {
		return "", fmt.Errorf("seal key: %w", err)
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}

// LoadOrCreate reads the key value from a file, or makes one that only the file's owner can read. It is
// for embedded records, which lie beside it; elsewhere the key comes from outside.
func LoadOrCreate(path string) (*Sealer, error) {
	raw, err := os.ReadFile(path)
	if err == nil {
		return New(string(raw))
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("seal key: %w", err)
	}
	value, err := Generate()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("seal key: %w", err)
	}
	if err := os.WriteFile(path, []byte(value+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("seal key: %w", err)
	}
	return New(value)
}

// Seal encrypts a value for one place in the records.
func (s *Sealer) Seal(plain []byte, table, row, column string) ([]byte, error) {
	sealed, err := s.aead.Encrypt(plain, parts(table, row, column))
	if err != nil {
		return nil, fmt.Errorf("seal %s.%s: %w", table, column, err)
	}
	return sealed, nil
}

// Open decrypts a value of the place for which it was sealed, and fails for every other.
func (s *Sealer) Open(sealed []byte, table, row, column string) ([]byte, error) {
	plain, err := s.aead.Decrypt(sealed, parts(table, row, column))
	if err != nil {
		return nil, fmt.Errorf("open %s.%s: it was sealed with another key than CELAV_SEAL_KEY names, or was changed: %w", table, column, err)
	}
	return plain, nil
}

// BlindIndex makes a value that is equal for equal inputs of one purpose and tells nothing else about
// them, so that a sealed column can be searched for an exact value. Normalise the value first.
func (s *Sealer) BlindIndex(purpose, value string) []byte {
	return s.Tag(purpose, []byte(value))
}

// Tag authenticates data for a purpose: nobody without the key can make or foresee it.
func (s *Sealer) Tag(purpose string, data []byte) []byte {
	tag, err := s.prf.ComputePrimaryPRF(append(parts(purpose), data...), tagSize)
	if err != nil { // New has seen this key give a tag of this size; no input makes it fail
		panic("seal: " + err.Error())
	}
	return tag
}

// HasTag reports whether any key of the set, old ones included, gives the tag.
func (s *Sealer) HasTag(purpose string, data, tag []byte) bool {
	input := append(parts(purpose), data...)
	for _, p := range s.prf.PRFs {
		if made, err := p.ComputePRF(input, tagSize); err == nil && bytes.Equal(made, tag) {
			return true
		}
	}
	return false
}

// parts joins names so that no two lists of names give the same bytes.
func parts(names ...string) []byte {
	var b []byte
	for _, n := range names {
		b = binary.BigEndian.AppendUint32(b, uint32(len(n)))
		b = append(b, n...)
	}
	return b
}
