package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Chain describes the entries that hold together, from the first one on.
type Chain struct {
	Entries int
	Last    string // hash of the last of them, to be noted elsewhere; "" without one
}

// Verify walks the whole chain. It returns a fault with CodeBroken that names
// the first entry that does not fit; that is the one after those of the Chain.
func (j *Journal) Verify(ctx context.Context) (Chain, error) {
	var chain Chain
	err := j.vault.View(ctx, func(tx *vault.Tx) error {
		items, err := j.entries.All(tx)
		if err != nil {
			return err
		}
		last, _, err := j.heads.Get(tx, headID)
		if err != nil && !errors.Is(err, vault.ErrNoRecord) {
			return err
		}
		chain, err = verify(items, last)
		return err
	})
	return chain, err
}

func verify(items []vault.Item[record], last head) (Chain, error) {
	var chain Chain
	var names head
	before := ""
	for _, item := range items {
		r, next := item.Value, uint64(chain.Entries)+1
		beyond := next > last.Count
		if item.ID != entryID(next) || r.Entry.Sequence != next || r.Previous != chain.Last || beyond {
			return chain, broken(next)
		}
		before = chain.Last
		chain = Chain{Entries: int(next), Last: r.hash()}
		names.name(r.Entry)
	}
	if uint64(chain.Entries) < last.Count { // the newest ones are gone
		return chain, broken(uint64(chain.Entries) + 1)
	}
	if chain.Last != last.Hash { // no entry follows the last one that would vouch for it
		return Chain{Entries: chain.Entries - 1, Last: before}, broken(uint64(chain.Entries))
	}
	named := len(last.Actions) > 0
	if named && !(slices.Equal(names.Operators, last.Operators) && slices.Equal(names.Actions, last.Actions)) {
		return chain, broken(uint64(chain.Entries) + 1)
	}
	return chain, nil
}

func broken(sequence uint64) error {
	return fault.New(fault.Invalid, CodeBroken,
		fmt.Sprintf("the audit journal does not hold together at entry %d", sequence)).
		WithHint("an entry was removed, moved or changed outside Patchbay")
}

func (r record) hash() string {
	doc, err := json.Marshal(r)
	if err != nil {
		panic("audit: an entry of strings and numbers does not marshal: " + err.Error())
	}
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:])
}
