package outgoing_test

import (
	"testing"

	"patchbay/backend/fault"
)

// TestADeploymentThatIsGoneKeepsNothing: it may be removed after it was looked
// up, and what is kept for it then could never be removed.
func TestADeploymentThatIsGoneKeepsNothing(t *testing.T) {
	f := newFixture(t)
	f.variables[gone] = ""
	if _, err := f.servers.Save(t.Context(), site, fullDraft()); !fault.HasCode(err, "deployment.not_found") {
		t.Errorf("saved: %v", err)
	}
	delete(f.variables, gone)
	if server := f.get(t); server.Configured() {
		t.Errorf("it was kept: %+v", server)
	}
}
