package handover_test

import (
	"reflect"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/handover"
)

// TestWhoMayDoWhat: a viewer may look and plan, an editor save and push, and
// nobody anything while the vault is locked.
func TestWhoMayDoWhat(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	draft := byHand(tg.url, tg.caPEM)
	ctx := t.Context()
	cases := map[string]struct {
		edits bool
		call  func() error
	}{
		"MailAPI": {false, func() error { _, err := f.targets.MailAPI(ctx, site); return err }},
		"Plan":    {false, func() error { _, err := f.targets.Plan(ctx, site, draft); return err }},
		"Save":    {true, func() error { _, err := f.targets.Save(ctx, site, draft); return err }},
		"Apply": {true, func() error {
			_, err := f.targets.Apply(ctx, site, handover.ApplyRequest{Draft: draft})
			return err
		}},
	}
	for name, c := range cases {
		f.access.viewer, f.access.nobody = true, false
		if err := c.call(); (kindOf(err) == fault.Denied) != c.edits {
			t.Errorf("%s: a viewer gets %v", name, err)
		}
		f.access.nobody = true
		if err := c.call(); kindOf(err) != fault.Locked {
			t.Errorf("%s: nobody gets %v", name, err)
		}
	}
	f.access.viewer, f.access.nobody = false, false
	if bodies, _ := tg.received(); len(bodies) != 0 || f.mail.opened.Load() != 0 || f.get(t).Saved {
		t.Error("something was done all the same")
	}
	for method := range reflect.TypeFor[*handover.Targets]().Methods() {
		if _, known := cases[method.Name]; !known && method.Name != "RemoveAll" { // within a transaction of deployments
			t.Errorf("nothing says who may call %s", method.Name)
		}
	}
}

// kindOf is the kind of a fault, "" without one.
func kindOf(err error) fault.Kind {
	if err == nil {
		return ""
	}
	return fault.Of(err).Kind
}
