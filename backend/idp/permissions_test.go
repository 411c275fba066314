package idp_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/idp"
)

// useCase is one method of Providers as somebody calls it. A viewer may call it
// unless it edits.
type useCase struct {
	edits bool
	call  func(f *fixture, p idp.Provider) error
}

// useCases are all methods of Providers, by name.
func useCases(t *testing.T) map[string]useCase {
	ctx := t.Context()
	run := func(p idp.Provider) idp.ProofRequest { return idp.ProofRequest{Draft: p.Draft(), Run: "run"} }
	return map[string]useCase{
		"List": {false, func(f *fixture, _ idp.Provider) error { _, err := f.providers.List(ctx, site); return err }},
		"Get":  {false, func(f *fixture, p idp.Provider) error { _, err := f.providers.Get(ctx, site, p.ID); return err }},
		"ByName": {false, func(f *fixture, p idp.Provider) error {
			_, err := f.providers.ByName(ctx, site, p.Settings.Name)
			return err
		}},
		"Review": {false, func(f *fixture, p idp.Provider) error { _, err := f.providers.Review(ctx, site, p.Draft()); return err }},
		"Sheet":  {false, func(f *fixture, p idp.Provider) error { _, err := f.providers.Sheet(ctx, site, p.Draft()); return err }},
		"Ends":   {false, func(f *fixture, _ idp.Provider) error { _, err := f.providers.Ends(ctx, site); return err }},
		"Recent": {false, func(f *fixture, _ idp.Provider) error { _, err := f.providers.Recent(ctx, site); return err }},
		"Check":  {false, func(f *fixture, p idp.Provider) error { _, err := f.providers.Check(ctx, site, run(p)); return err }},
		"Probe":  {false, func(f *fixture, p idp.Provider) error { _, err := f.providers.Probe(ctx, site, run(p)); return err }},
		"Read":   {false, func(f *fixture, p idp.Provider) error { _, err := f.providers.Read(ctx, site, run(p)); return err }},
		"SignIn": {false, func(f *fixture, p idp.Provider) error {
			_, err := f.providers.SignIn(ctx, site, idp.SignInRequest{Draft: p.Draft(), Run: "run", Wait: time.Nanosecond})
			return err
		}},
		"Answer": {false, func(f *fixture, _ idp.Provider) error {
			if err := f.providers.Answer("none", nil); !fault.HasCode(err, idp.CodeNoAttempt) {
				return err
			}
			return nil
		}},
		"Explain": {false, func(f *fixture, p idp.Provider) error {
			_, err := f.providers.Explain(ctx, site, p.Draft(), "AADSTS50011")
			return err
		}},
		"SPMetadata": {false, func(f *fixture, p idp.Provider) error {
			_, _, err := f.providers.SPMetadata(ctx, site, p.Draft(), false)
			return err
		}},
		"Save": {true, func(f *fixture, p idp.Provider) error { _, err := f.providers.Save(ctx, site, p.Draft()); return err }},
		"SetEnabled": {true, func(f *fixture, p idp.Provider) error {
			_, err := f.providers.SetEnabled(ctx, site, p.ID, p.Revision, false)
			return err
		}},
		"Remove": {true, func(f *fixture, p idp.Provider) error { return f.providers.Remove(ctx, site, p.ID, p.Revision) }},
		"BeginRollover": {true, func(f *fixture, p idp.Provider) error {
			_, err := f.providers.BeginRollover(ctx, site, p.ID, p.Revision)
			return err
		}},
		"FinishRollover": {true, func(f *fixture, p idp.Provider) error {
			_, err := f.providers.FinishRollover(ctx, site, p.ID, p.Revision)
			return err
		}},
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	f := newFixture(t)
	draft := university()
	draft.Settings.MetadataURL, draft.Settings.TimeoutSeconds = "https://127.0.0.1:1/metadata", 1
	saved := f.save(t, draft)
	cases := useCases(t)
	for name, c := range cases {
		f.access.viewer, f.access.nobody = true, false
		if err := c.call(f, saved); (kindOf(err) == fault.Denied) != c.edits {
			t.Errorf("%s: a viewer gets %v", name, err)
		}
		f.access.nobody = true
		if err := c.call(f, saved); kindOf(err) != fault.Locked {
			t.Errorf("%s: nobody gets %v", name, err)
		}
	}
	f.access.viewer, f.access.nobody = false, false
	if got := f.get(t, saved.ID); got.Revision != saved.Revision {
		t.Error("something was changed all the same")
	}
	for method := range reflect.TypeFor[*idp.Providers]().Methods() {
		if _, known := cases[method.Name]; !known && method.Name != "RemoveAll" { // within a transaction of deployments
			t.Errorf("nothing says who may call %s", method.Name)
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
