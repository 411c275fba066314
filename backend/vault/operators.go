package vault

import (
	"context"
	"crypto/hmac"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// AddOperator lets another operator unlock the vault. What inTx writes is saved
// with his slot, both or neither; it may be nil and must not call the vault's
// methods. It raises vault.operator_exists, with the field "name", when the ID
// or the name is taken: names are compared without regard to case.
func (v *Vault) AddOperator(
	ctx context.Context, id, name string, password secret.Text, inTx func(*Tx) error,
) error {
	if err := needPassword(password, "password"); err != nil {
		return err
	}
	return v.changeKeys(ctx, inTx, func(h *header) error {
		if id == "" || id == recoverySlot || h.operator(id) != nil || h.named(name) != nil {
			return errOperatorExists()
		}
		cost := v.newCost(&h.Operators[0])
		if err := checkCost(cost, v.options.ConfirmCost); err != nil {
			return err
		}
		slot, err := newSlot(h, id, name, password, cost, v.vaultKey)
		h.Operators = append(h.Operators, slot)
		return err
	})
}

// RenameOperator changes the name that an operator enters with his password.
// What inTx writes is saved with it, as in [Vault.AddOperator].
func (v *Vault) RenameOperator(ctx context.Context, id, name string, inTx func(*Tx) error) error {
	return v.changeKeys(ctx, inTx, func(h *header) error {
		slot, err := h.slot(id)
		if err != nil {
			return err
		}
		if other := h.named(name); other != nil && other != slot {
			return errOperatorExists()
		}
		slot.rename(name)
		return nil
	})
}

// ReconcileOperators brings the slots in line with the operators whose records
// there are, given as names by ID: after a crash between the two the header may
// know a name, or an operator, that was never saved. It returns the IDs of the
// slots that it dropped. Nothing is written when they agree.
//
// An operator without a slot stays without one: only a new password makes it.
// It raises vault.last_operator when no slot would be left.
func (v *Vault) ReconcileOperators(ctx context.Context, names map[string]string) (dropped []string, err error) {
	if v.reconciled(names) {
		return nil, nil
	}
	err = v.changeKeys(ctx, nil, func(h *header) error {
		dropped = nil
		h.Operators = slices.DeleteFunc(h.Operators, func(s operatorSlot) bool {
			_, known := names[s.ID]
			if !known {
				dropped = append(dropped, s.ID)
			}
			return !known
		})
		if len(h.Operators) == 0 {
			return errLastOperator()
		}
		for i := range h.Operators {
			if slot := &h.Operators[i]; !slot.isNamed(names[slot.ID]) {
				slot.rename(names[slot.ID])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return dropped, nil
}

// reconciled reports whether every slot belongs to an operator of that name.
func (v *Vault) reconciled(names map[string]string) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for i := range v.header.Operators {
		slot := &v.header.Operators[i]
		if name, known := names[slot.ID]; !known || !slot.isNamed(name) {
			return false
		}
	}
	return true
}

// named returns the slot of the operator who enters this name.
func (h *header) named(name string) *operatorSlot {
	for i := range h.Operators {
		if h.Operators[i].isNamed(name) {
			return &h.Operators[i]
		}
	}
	return nil
}

func (s *operatorSlot) isNamed(name string) bool {
	return hmac.Equal(s.Tag, nameTag(s.TagSalt, name))
}

func (s *operatorSlot) rename(name string) {
	s.TagSalt = randomBytes(tagSize)
	s.Tag = nameTag(s.TagSalt, name)
}

func errOperatorExists() *fault.Fault {
	return fault.New(fault.Conflict, CodeOperatorExists, "there is an operator of this name already").
		WithHint("choose another name: upper and lower case count as the same").
		WithField("name", "is taken")
}

func errLastOperator() *fault.Fault {
	return fault.New(fault.Conflict, CodeLastOperator, "the last operator cannot be removed").
		WithHint("add another operator first, or delete the vault folder")
}
