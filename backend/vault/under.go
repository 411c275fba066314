package vault

import (
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"strings"
)

// A record may lie under another thing, whose ID its own begins with. What that
// thing is, the vault does not know.

// NewIDUnder returns the ID of a new record under an owner.
func NewIDUnder(owner string) string { return owner + "/" + rand.Text() }

// IsUnder reports whether a record's ID is one under the owner.
func IsUnder(owner, id string) bool { return owner != "" && strings.HasPrefix(id, owner+"/") }

// Under returns the records under an owner, sorted by ID. Others are not opened.
func (c Collection[T]) Under(tx *Tx, owner string) ([]Item[T], error) {
	if err := tx.usable(); err != nil {
		return nil, err
	}
	ids := slices.Sorted(maps.Keys(tx.ids(c.kind)))
	return c.open(tx, slices.DeleteFunc(ids, func(id string) bool { return !IsUnder(owner, id) }))
}

// Optional makes nothing of the error that a record, or a secret, is not there.
func Optional(err error) error {
	if errors.Is(err, ErrNoRecord) {
		return nil
	}
	return err
}
