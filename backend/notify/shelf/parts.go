package shelf

import (
	"errors"
	"fmt"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// A template with its images is larger than a record may be: its HTML and its text
// are kept in parts.
const (
	partSize = 256 << 10 // bytes
	partHTML = "html"
	partText = "text"
)

// CodeIncomplete is the fault code of a template of which the vault holds less than
// was kept.
const CodeIncomplete = "template.incomplete"

type part struct {
	Data []byte `json:"data"`
}

func partID(id, which string, number int) string { return fmt.Sprintf("%s/%s/%03d", id, which, number) }

// Owner returns the ID of the template that a part belongs to.
func Owner(partID string) string {
	for _, which := range []string{partHTML, partText} {
		if i := strings.LastIndex(partID, "/"+which+"/"); i >= 0 {
			return partID[:i]
		}
	}
	return partID
}

// split stores a text in parts, and removes the parts that the text before had
// beyond. It returns how many there are.
func (s Shelf) split(tx *vault.Tx, id, which, text string, before int) (parts int, err error) {
	for ; len(text) > 0; parts++ {
		size := min(len(text), partSize)
		if _, err := s.parts.Put(tx, partID(id, which, parts), part{Data: []byte(text[:size])}, vault.AnyRevision); err != nil {
			return 0, err
		}
		text = text[size:]
	}
	for i := parts; i < before; i++ {
		err := s.parts.Delete(tx, partID(id, which, i), vault.AnyRevision)
		if errors.Is(err, vault.ErrNoRecord) {
			break // a record out of a backup may promise parts without end
		}
		if err != nil {
			return 0, err
		}
	}
	return parts, nil
}

func (s Shelf) join(tx *vault.Tx, id, which string, parts int) (string, error) {
	var text []byte
	for i := range parts {
		part, _, err := s.parts.Get(tx, partID(id, which, i))
		if errors.Is(err, vault.ErrNoRecord) {
			return "", incomplete() // the template is there, so it is not ErrNoRecord
		}
		if err != nil {
			return "", fmt.Errorf("read the template: %w", err)
		}
		text = append(text, part.Data...)
	}
	return string(text), nil
}

func incomplete() error {
	return fault.New(fault.Internal, CodeIncomplete, "a part of the template is missing in the vault").
		WithHint("save the template anew, or restore a backup that has all of it")
}
