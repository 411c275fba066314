package operator

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Member is an operator as the others see him.
type Member struct {
	Operator
	ChangedAt time.Time // UTC
	You       bool      // at work now
	LastOwner bool      // the only one, who stays an owner
	// ResetUntil is when a mailed password ends; zero without one. ResetUsed: it
	// has opened the vault once, and does not any more.
	ResetUntil time.Time // UTC
	ResetUsed  bool
}

// List returns all operators by name. Every role may see them.
func (o *Operators) List(ctx context.Context) ([]Member, error) {
	v, who, err := o.unlocked()
	if err != nil {
		return nil, err
	}
	var members []Member
	err = v.View(ctx, func(tx *vault.Tx) (err error) {
		members, err = o.members(tx, who.ID)
		return err
	})
	return members, err
}

// Find returns an operator by name, without regard to case, or by ID.
func (o *Operators) Find(ctx context.Context, name string) (Member, error) {
	members, err := o.List(ctx)
	if err != nil {
		return Member{}, err
	}
	return find(members, strings.TrimSpace(name))
}

func find(members []Member, name string) (Member, error) {
	for _, m := range members {
		if m.ID == name || strings.EqualFold(m.Name, name) {
			return m, nil
		}
	}
	return Member{}, errNotFound()
}

// members reads all operators by name.
func (o *Operators) members(tx *vault.Tx, you string) ([]Member, error) {
	items, err := o.records.All(tx)
	if err != nil {
		return nil, err
	}
	members := make([]Member, 0, len(items))
	owners := 0
	for _, item := range items {
		m := Member{Operator: item.Value.operator(item.ID), ChangedAt: item.ChangedAt, You: item.ID == you}
		if reset := item.Value.Reset; reset != nil {
			m.ResetUntil, m.ResetUsed = reset.Until, reset.Used
		}
		if m.Role == Owner {
			owners++
		}
		members = append(members, m)
	}
	for i := range members {
		members[i].LastOwner = members[i].Role == Owner && owners == 1
	}
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return members, nil
}

// member reads one operator by ID.
func (o *Operators) member(tx *vault.Tx, id, you string) (Member, error) {
	members, err := o.members(tx, you)
	if err != nil {
		return Member{}, err
	}
	i := slices.IndexFunc(members, func(m Member) bool { return m.ID == id })
	if i < 0 {
		return Member{}, errNotFound()
	}
	return members[i], nil
}

// taken returns the fault of a name that another operator has.
func taken(members []Member, id, name string) []fault.Field {
	for _, m := range members {
		if m.ID != id && strings.EqualFold(m.Name, name) {
			return []fault.Field{nameTaken()}
		}
	}
	return nil
}

func nameTaken() fault.Field {
	return fault.Field{Name: "name", Message: "another operator has this name"}
}

// asTaken blames the name for a slot that exists already: the vault folds names
// further than records do.
func asTaken(err error) error {
	if fault.HasCode(err, vault.CodeOperatorExists) {
		return invalid(nameTaken())
	}
	return err
}
