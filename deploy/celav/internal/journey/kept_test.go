package journey_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	index "github.com/blevesearch/bleve_index_api"
	"github.com/redis/go-redis/v9"
)

// kept is all that the suite told or kept outside its records, by place. Embedded indices can be read only
// once the suite has stopped, so this stops it.
func (c *city) kept(t *testing.T) map[string]string {
	t.Helper()
	places := map[string]string{"Redis": dumpRedis(t, c.redis)}
	if c.metricsURL != "" {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.metricsURL+"/metrics", nil)
		if err != nil {
			t.Fatal(err)
		}
		places["metrics"] = string(do(t, c.client, request).body)
	}
	c.stop()
	places["logs"], places["spans"] = c.logs.String(), c.spans.String()
	if c.indexPrefix != "" {
		places["indices"] = dumpElasticsearch(t, server(t, elasticsearchURL), c.indexPrefix)
	} else {
		places["indices"] = dumpBleve(t, c.indexDir)
	}
	for place, text := range places {
		if len(text) < 100 {
			t.Errorf("%s: only %d bytes were found: the test looks in the wrong place", place, len(text))
		}
	}
	return places
}

func dumpRedis(t *testing.T, client redis.UniversalClient) string {
	t.Helper()
	ctx := context.Background()
	keys, err := client.Keys(ctx, "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, key := range keys {
		var value any
		switch kind := client.Type(ctx, key).Val(); kind {
		case "string":
			value = client.Get(ctx, key).Val()
		case "hash":
			value = client.HGetAll(ctx, key).Val()
		case "list":
			value = client.LRange(ctx, key, 0, -1).Val()
		case "set":
			value = client.SMembers(ctx, key).Val()
		case "zset":
			value = client.ZRange(ctx, key, 0, -1).Val()
		case "none": // aged away between the two questions
		default:
			t.Errorf("the test cannot read a %s in Redis", kind)
		}
		fmt.Fprintf(&out, "%s = %v\n", key, value)
	}
	return out.String()
}

func dumpElasticsearch(t *testing.T, address, prefix string) string {
	t.Helper()
	ask := func(method, path, body string) string {
		request, err := http.NewRequestWithContext(context.Background(), method, address+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		return string(do(t, http.DefaultClient, request).body)
	}
	var out strings.Builder
	for _, name := range indices(t, address, prefix) {
		ask(http.MethodPost, "/"+name+"/_refresh", "")
		out.WriteString(ask(http.MethodPost, "/"+name+"/_search", `{"size":10000,"query":{"match_all":{}},"stored_fields":["*"],"_source":true}`))
		out.WriteString(ask(http.MethodGet, "/"+name+"/_mapping", ""))
	}
	return out.String()
}

// dumpBleve reads every term and every stored value of all indices below a folder, and the files' own bytes.
func dumpBleve(t *testing.T, dir string) string {
	t.Helper()
	var out bytes.Buffer
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		out.Write(raw)
		if entry.Name() != "index_meta.json" {
			return nil
		}
		return dumpIndex(&out, filepath.Dir(path))
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func dumpIndex(out *bytes.Buffer, path string) error {
	opened, err := bleve.OpenUsing(path, map[string]any{"read_only": true})
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	defer opened.Close()
	fields, err := opened.Fields()
	if err != nil {
		return err
	}
	for _, field := range fields {
		terms, err := opened.FieldDict(field)
		if err != nil {
			return err
		}
		for {
			entry, err := terms.Next()
			if err != nil || entry == nil {
				break
			}
			fmt.Fprintf(out, "%s: %s\n", field, entry.Term)
		}
		if err := terms.Close(); err != nil {
			return err
		}
	}
	inner, err := opened.Advanced()
	if err != nil {
		return err
	}
	reader, err := inner.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	all, err := reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer all.Close()
	for {
		internal, err := all.Next()
		if err != nil || internal == nil {
			return err
		}
		id, err := reader.ExternalID(internal)
		if err != nil {
			return err
		}
		document, err := reader.Document(id)
		if err != nil {
			return err
		}
		document.VisitFields(func(f index.Field) { fmt.Fprintf(out, "%s.%s = %s\n", id, f.Name(), f.Value()) })
	}
}
