package mailbox

import (
	"bytes"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

// TestWhatAnImportHoldsIsWiped: the bytes of the secrets themselves, whichever
// way the import ends.
func TestWhatAnImportHoldsIsWiped(t *testing.T) {
	held := func() (*Import, secret.Text) {
		password := secret.FromString("canary")
		row := &importRow{draft: Draft{Secrets: account.KeepSecrets()}}
		row.draft.Secrets.Password = secret.Input{Change: secret.Set, Value: password}
		imp := &Import{cancel: func() {}}
		if err := imp.hold([]*importRow{row}); err != nil {
			t.Fatal(err)
		}
		return imp, password
	}
	for name, end := range map[string]func(*Import){
		"discarded": (*Import).Discard,
		"discarded while it is applied": func(imp *Import) {
			rows, err := imp.take()
			if err != nil {
				t.Fatal(err)
			}
			imp.Discard()
			imp.put(rows)
		},
		"a bad row": func(imp *Import) {
			rows, err := imp.take()
			if err != nil {
				t.Fatal(err)
			}
			rows[0].bad = true
			if err := imp.hold(rows); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			imp, password := held()
			end(imp)
			if !bytes.Equal(password.Reveal(), make([]byte, len("canary"))) {
				t.Error("the secret is still there")
			}
		})
	}
}

// TestWhatOneTransactionCannotHold is refused before it is tried; rows that
// store nothing do not count.
func TestWhatOneTransactionCannotHold(t *testing.T) {
	half := maxImport / 2
	rows := []*importRow{
		{size: half}, {size: half}, {size: half, bad: true}, {size: half, effect: EffectUnchanged},
	}
	if err := fits(rows); err != nil {
		t.Errorf("what fits is refused: %v", err)
	}
	if err := fits(append(rows, &importRow{size: 1})); !fault.HasCode(err, CodeCSVTooLarge) {
		t.Errorf("the error is %v", err)
	}
}
