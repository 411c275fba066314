package idp_test

import (
	"testing"

	"patchbay/backend/fault"
)

// TestADeploymentThatIsGoneKeepsNothing: it may be removed after it was looked
// up, and what is kept for it then could never be removed.
func TestADeploymentThatIsGoneKeepsNothing(t *testing.T) {
	f := newFixture(t)
	f.variables[gone] = ""
	if _, err := f.providers.Save(t.Context(), site, confidential("Contoso")); !fault.HasCode(err, "deployment.not_found") {
		t.Errorf("saved: %v", err)
	}
	delete(f.variables, gone)
	if all, err := f.providers.List(t.Context(), site); err != nil || len(all) != 0 {
		t.Errorf("it was kept: %+v, %v", all, err)
	}
}
