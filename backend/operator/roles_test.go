package operator_test

import (
	"bytes"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// useCase is one method of Operators as somebody calls it. It needs a role;
// without one it needs nobody at work. A refusal is noted under the action.
type useCase struct {
	need   operator.Role
	action string
	call   func(t *testing.T, f *team) error
}

// useCases are all methods of Operators, by name.
func useCases() map[string]useCase {
	cases := map[string]useCase{
		"Close": {}, "Create": {}, "Inspect": {}, "Journal": {}, "Lock": {}, "OpenBackup": {}, "ReadBackup": {},
		"Recover": {}, "Status": {}, "Strength": {}, "Touch": {}, "Unlock": {}, "UnlockOwn": {}, "UnlockToChange": {},
		"ChangePassword": {}, // whose gate is TestSC12_AFirstPasswordOpensNothingElse
		"MayEdit":        {need: operator.Editor, action: "test.edited", call: mayEdit},
		"MayOwn":         {need: operator.Owner, action: "test.owned", call: mayOwn},
	}
	maps.Copy(cases, readingCases())
	maps.Copy(cases, changingCases())
	return cases
}

func mayEdit(t *testing.T, f *team) error {
	_, err := f.MayEdit(t.Context(), "test.edited")
	return err
}

func mayOwn(t *testing.T, f *team) error {
	_, err := f.MayOwn(t.Context(), "test.owned")
	return err
}

func readingCases() map[string]useCase {
	viewer := func(call func(t *testing.T, f *team) error) useCase {
		return useCase{need: operator.Viewer, call: call}
	}
	return map[string]useCase{
		"Current":     viewer(func(_ *testing.T, f *team) error { _, err := f.Current(); return err }),
		"MayRead":     viewer(func(_ *testing.T, f *team) error { _, err := f.MayRead(); return err }),
		"List":        viewer(func(t *testing.T, f *team) error { _, err := f.List(t.Context()); return err }),
		"Find":        viewer(func(t *testing.T, f *team) error { _, err := f.Find(t.Context(), "ADA"); return err }),
		"Keys":        viewer(func(t *testing.T, f *team) error { _, err := f.Keys(t.Context()); return err }),
		"Preferences": viewer(func(t *testing.T, f *team) error { _, err := f.Preferences(t.Context()); return err }),
		"BackupState": viewer(func(t *testing.T, f *team) error { _, err := f.BackupState(t.Context()); return err }),
		"Verify":      viewer(func(t *testing.T, f *team) error { _, err := f.Verify(t.Context()); return err }),
		"Record": viewer(func(t *testing.T, f *team) error {
			return f.Record(t.Context(), audit.Entry{Action: "test.recorded", Refused: true})
		}),
		"View": viewer(func(t *testing.T, f *team) error {
			return f.View(t.Context(), func(*vault.Tx) error { return nil })
		}),
		// Capabilities ask for the role before they change something.
		"Update": viewer(func(t *testing.T, f *team) error {
			return f.Update(t.Context(), func(*vault.Tx) error { return nil })
		}),
	}
}

func changingCases() map[string]useCase {
	return map[string]useCase{
		"SavePreferences": {operator.Editor, "preferences.saved", func(t *testing.T, f *team) error {
			_, err := f.SavePreferences(t.Context(), operator.Preferences{AutoLockMinutes: 5, RotationReminderDays: 5})
			return err
		}},
		"WriteBackup": {operator.Editor, "backup.made", func(t *testing.T, f *team) error {
			_, err := f.WriteBackup(t.Context(), filepath.Join(t.TempDir(), "a.backup"))
			return err
		}},
		"BackupTo": {operator.Editor, "backup.made", func(t *testing.T, f *team) error {
			_, err := f.BackupTo(t.Context(), &bytes.Buffer{})
			return err
		}},
		"Add": {operator.Owner, "operator.added", func(t *testing.T, f *team) error {
			_, err := f.Add(t.Context(), newcomer("Nora", operator.Owner))
			return err
		}},
		"Change": {operator.Owner, "operator.changed", func(t *testing.T, f *team) error {
			_, err := f.Change(t.Context(), operator.Details{
				ID: f.ids["Vic"], Name: "Vic", Email: "vic@example.com", Role: operator.Owner,
			})
			return err
		}},
		"Remove": {operator.Owner, "operator.removed", func(t *testing.T, f *team) error {
			_, err := f.Remove(t.Context(), f.ids["Ned"])
			return err
		}},
		"Reset": {operator.Owner, "operator.password_mailed", func(t *testing.T, f *team) error {
			_, err := f.Reset(t.Context(), f.ids["Vic"], (&postbox{}).deliver)
			return err
		}},
		"Rotate": {operator.Owner, "vault.key_rotated", func(t *testing.T, f *team) error {
			_, err := f.Rotate(t.Context())
			return err
		}},
		"ReplaceRecoveryKey": {operator.Owner, "vault.recovery_key_replaced", func(t *testing.T, f *team) error {
			_, err := f.ReplaceRecoveryKey(t.Context(), secret.FromString(password))
			return err
		}},
	}
}

// TestSC12_RolesAreHeldInTheUseCases calls every use case in every role. What a
// role does not cover is refused and changes nothing, and the refusal is an
// entry of the audit journal.
func TestSC12_RolesAreHeldInTheUseCases(t *testing.T) {
	cases := useCases()
	var methods []string
	for method := range reflect.TypeFor[*operator.Operators]().Methods() {
		methods = append(methods, method.Name)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(methods)), slices.Sorted(maps.Keys(cases))); diff != "" {
		t.Fatalf("the table does not hold every use case: %s", diff)
	}
	may := map[operator.Role][]operator.Role{
		operator.Owner:  {operator.Owner, operator.Editor, operator.Viewer},
		operator.Editor: {operator.Editor, operator.Viewer},
		operator.Viewer: {operator.Viewer},
	}
	for name, role := range map[string]operator.Role{"Ada": operator.Owner, "Ed": operator.Editor, "Vic": operator.Viewer} {
		f := newTeam(t)
		f.unlock(t, name, password)
		for _, method := range slices.Sorted(maps.Keys(cases)) {
			if c := cases[method]; c.need != "" {
				f.expect(t, method, c, slices.Contains(may[role], c.need))
			}
		}
	}
}

// expect calls a use case that is allowed or not.
func (f *team) expect(t *testing.T, method string, c useCase, allowed bool) {
	t.Helper()
	who, err := f.Current()
	if err != nil {
		t.Fatal(err)
	}
	before := f.page(t, audit.Filter{})
	err = c.call(t, f)
	after := f.page(t, audit.Filter{})
	if allowed {
		if err != nil {
			t.Errorf("%s as %s: %v", method, who.Role, err)
		}
		return
	}
	if !fault.HasCode(err, operator.CodeNotAllowed) || fault.Of(err).Kind != fault.Denied {
		t.Errorf("%s as %s says %v", method, who.Role, err)
	}
	want := audit.Entry{
		Sequence: uint64(before.Total) + 1, At: after.Entries[0].At, Operator: who.Name,
		Action: c.action, Detail: "needs the role " + string(c.need), Refused: true,
	}
	if diff := cmp.Diff(want, after.Entries[0]); diff != "" || after.Total != before.Total+1 {
		t.Errorf("%s as %s leaves %d entries: %s", method, who.Role, after.Total-before.Total, diff)
	}
}

// TestSC12_AFirstPasswordOpensNothingElse calls every use case with a password
// that somebody else has chosen, and while the vault is locked.
func TestSC12_AFirstPasswordOpensNothingElse(t *testing.T) {
	f := newTeam(t)
	if _, err := f.Unlock(t.Context(), "Ned", secret.FromString(first)); err != nil {
		t.Fatal(err)
	}
	status := f.Status()
	if status.State != operator.MustChange || status.Operator == nil || !status.Operator.MustChange {
		t.Fatalf("after a first password: %+v", status)
	}
	for method, c := range useCases() {
		if c.need != "" {
			if err := c.call(t, f); !fault.HasCode(err, operator.CodePasswordChangeNeeded) {
				t.Errorf("%s with a first password says %v", method, err)
			}
		}
	}
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	for method, c := range useCases() {
		if c.need != "" {
			if err := c.call(t, f); !fault.HasCode(err, vault.CodeLocked) {
				t.Errorf("%s while locked says %v", method, err)
			}
		}
	}
}
