package essearch_test

import (
	"encoding/json"
	"testing"

	"github.com/elastic/go-elasticsearch/v8/esapi"
)

func decodeNames(t *testing.T, res *esapi.Response) map[string]json.RawMessage {
	t.Helper()
	names := map[string]json.RawMessage{}
	if err := json.NewDecoder(res.Body).Decode(&names); err != nil {
		t.Error(err)
	}
	return names
}
