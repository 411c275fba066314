package mailbox_test

import (
	"testing"

	"patchbay/backend/fault"
)

// TestADeploymentThatIsGoneKeepsNothing: it may be removed after it was looked
// up, and what is kept for it then could never be removed.
func TestADeploymentThatIsGoneKeepsNothing(t *testing.T) {
	f := newFixture(t)
	f.variables[gone] = ""
	if _, err := f.mailboxes.Save(t.Context(), site, draft("desk@example.com")); !fault.HasCode(err, "deployment.not_found") {
		t.Errorf("saved: %v", err)
	}
	delete(f.variables, gone)
	if all, err := f.mailboxes.List(t.Context(), site); err != nil || len(all) != 0 {
		t.Errorf("it was kept: %+v, %v", all, err)
	}
}
