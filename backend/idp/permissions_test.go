package idp_test

import (
	"encoding/json"
	"strings"
	"testing"

	"patchbay/backend/fault"
)

func TestAViewerChangesNothing(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, university())
	f.access.viewer = true
	ctx := t.Context()
	for name, try := range map[string]func() error{
		"save":   func() error { _, err := f.providers.Save(ctx, site, saved.Draft()); return err },
		"switch": func() error { _, err := f.providers.SetEnabled(ctx, site, saved.ID, saved.Revision, false); return err },
		"remove": func() error { return f.providers.Remove(ctx, site, saved.ID, saved.Revision) },
		"begin":  func() error { _, err := f.providers.BeginRollover(ctx, site, saved.ID, saved.Revision); return err },
		"finish": func() error { _, err := f.providers.FinishRollover(ctx, site, saved.ID, saved.Revision); return err },
	} {
		if err := try(); fault.Of(err).Kind != fault.Denied {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSC15_NothingThatIsShownHoldsASecret(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, confidential("Staff"))
	list, err := f.providers.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	review, err := f.providers.Review(t.Context(), site, saved.Draft())
	if err != nil {
		t.Fatal(err)
	}
	shown, err := json.Marshal([]any{saved, list, review, saved.Settings.Document(saved.Infos.Views()), f.entries(t)})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(shown), canary) {
		t.Error("the client secret is shown")
	}
}
