package mailbox

import (
	"bytes"
	"testing"

	"patchbay/backend/event"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/sheet"
)

// TestWhatAnImportHoldsIsWiped: the bytes of the secrets themselves, whichever
// way the import ends.
func TestWhatAnImportHoldsIsWiped(t *testing.T) {
	held := func(bad bool) (*Import, secret.Text) {
		password := secret.FromString("canary")
		row := &importRow{Row: sheet.Row{Bad: bad}, draft: Draft{Secrets: account.KeepSecrets()}}
		row.draft.Secrets.Password = secret.Input{Change: secret.Set, Value: password}
		imp := &Import{held: sheet.Hold[*importRow](csvCodes(), &event.Bus{})}
		if err := imp.held.Fill([]*importRow{row}, nil); err != nil {
			t.Fatal(err)
		}
		return imp, password
	}
	for name, c := range map[string]struct {
		bad bool
		end func(*Import)
	}{
		"discarded": {false, (*Import).Discard},
		"discarded while it is applied": {false, func(imp *Import) {
			err := imp.held.Store(func([]*importRow) error {
				imp.Discard()
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}},
		"a bad row": {true, func(*Import) {}},
	} {
		t.Run(name, func(t *testing.T) {
			imp, password := held(c.bad)
			c.end(imp)
			if !bytes.Equal(password.Reveal(), make([]byte, len("canary"))) {
				t.Error("the secret is still there")
			}
		})
	}
}
