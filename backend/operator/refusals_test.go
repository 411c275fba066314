package operator_test

import (
	"strings"
	"testing"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
)

// TestRefusalsDoNotFillTheDisk lets a viewer ask for the same again and again.
func TestRefusalsDoNotFillTheDisk(t *testing.T) {
	f := newTeam(t)
	before := f.page(t, audit.Filter{}).Total
	f.unlock(t, "Vic", password)
	for range 120 {
		if _, err := f.MayOwn(t.Context(), "vault.key_rotated"); !fault.HasCode(err, operator.CodeNotAllowed) {
			t.Fatal(err)
		}
	}
	page := f.page(t, audit.Filter{Refused: true, Limit: 1})
	if noted := page.Total - before; noted < 1 || noted > 100 {
		t.Errorf("%d of 120 refusals are noted", noted)
	}
	if detail := page.Entries[0].Detail; !strings.HasSuffix(detail, "more refusals within this minute are not noted") {
		t.Errorf("the last one says %q", detail)
	}
}
