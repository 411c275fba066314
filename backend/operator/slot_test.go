package operator_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// slotOf returns an operator's slot as it lies in the header's file, byte for byte;
// "" without one.
func slotOf(t *testing.T, dir, id string) string {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(dir, "header.a"))
	if err != nil {
		t.Fatal(err)
	}
	var header struct {
		Operators []json.RawMessage `json:"operators"`
	}
	const front = 16 // magic, format and length
	body := json.NewDecoder(bytes.NewReader(file[front:]))
	if err := body.Decode(&header); err != nil {
		t.Fatal(err)
	}
	for _, slot := range header.Operators {
		if bytes.Contains(slot, []byte(`"id":"`+id+`"`)) {
			return string(slot)
		}
	}
	return ""
}
