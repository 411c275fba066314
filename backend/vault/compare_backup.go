package vault

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
)

// Difference is what a restored backup would change among the records of one
// kind. Secrets are the kind "secret"; their IDs are those of the records they
// belong to, with kind and field: "kind/ID/field".
type Difference struct {
	Kind      string
	ComesBack []string // IDs that only the backup has
	IsLost    []string // IDs that only the vault has
	Differs   []string // IDs with other contents
	Same      int
}

// Compare says what restoring a backup would change in an unlocked vault. It
// compares contents, secrets with their destinations included, and not when or
// how often they were saved. The result is sorted by kind, its IDs as well.
func Compare(ctx context.Context, now *Vault, then *Backup) (out []Difference, err error) {
	err = now.View(ctx, func(current *Tx) error {
		return then.View(ctx, func(old *Tx) error {
			for _, kind := range kindsOf(current.g.index, old.g.index) {
				d, err := compareKind(ctx, kind, current, old)
				if err != nil {
					return err
				}
				out = append(out, d)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func kindsOf(first, second index) []string {
	kinds := maps.Clone(second)
	maps.Copy(kinds, first)
	return slices.Sorted(maps.Keys(kinds))
}

func compareKind(ctx context.Context, kind string, current, old *Tx) (Difference, error) {
	d := Difference{Kind: kind}
	before, after := current.ids(kind), old.ids(kind)
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if err := ctx.Err(); err != nil {
			return Difference{}, err
		}
		if !after[id] {
			d.IsLost = append(d.IsLost, shownID(kind, id))
			continue
		}
		same, err := sameContent(kind, id, current, old)
		switch {
		case err != nil:
			return Difference{}, err
		case same:
			d.Same++
		default:
			d.Differs = append(d.Differs, shownID(kind, id))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(after)) {
		if !before[id] {
			d.ComesBack = append(d.ComesBack, shownID(kind, id))
		}
	}
	return d, nil
}

func sameContent(kind, id string, current, old *Tx) (bool, error) {
	first, err := current.content(kind, id)
	if err != nil {
		return false, err
	}
	defer first.wipe()
	second, err := old.content(kind, id)
	if err != nil {
		return false, err
	}
	defer second.wipe()
	return first.destination == second.destination && bytes.Equal(first.value, second.value), nil
}

// content opens a record with everything in it.
func (tx *Tx) content(kind, id string) (content, error) {
	head, body, err := tx.get(kind, id)
	if err != nil {
		return content{}, err
	}
	return plaintext(tx.g.sealer, tx.g.sealer.Name(kind, id), head, body)
}

// shownID spells a record's ID for a person: a secret's has NUL characters.
func shownID(kind, id string) string {
	if kind != kindSecret {
		return id
	}
	return strings.ReplaceAll(id, "\x00", "/")
}
