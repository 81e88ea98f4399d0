package store

import "fmt"

// sealText seals a text at its place; nothing for no text.
func (s *Store) sealText(text, table, row, column string) ([]byte, error) {
	if text == "" {
		return nil, nil
	}
	sealed, err := s.sealer.Seal([]byte(text), table, row, column)
	if err != nil {
		return nil, fmt.Errorf("seal %s of a %s: %w", column, table, err)
	}
	return sealed, nil
}

func (s *Store) openText(sealed []byte, table, row, column string) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	plain, err := s.sealer.Open(sealed, table, row, column)
	if err != nil {
		return "", fmt.Errorf("open %s of a %s: %w", column, table, err)
	}
	return string(plain), nil
}
