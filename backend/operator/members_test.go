package operator_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func TestAddNamesTheFields(t *testing.T) {
	f := newTeam(t)
	fill := func(change func(*operator.NewOperator)) operator.NewOperator {
		form := newcomer("Nora", operator.Editor)
		change(&form)
		return form
	}
	tests := map[string]struct {
		form operator.NewOperator
		want []string
	}{
		"empty":              {operator.NewOperator{}, []string{"name", "email", "role", "password"}},
		"unknown role":       {fill(func(n *operator.NewOperator) { n.Role = "admin" }), []string{"role"}},
		"role in capitals":   {fill(func(n *operator.NewOperator) { n.Role = "Owner" }), []string{"role"}},
		"name of another":    {fill(func(n *operator.NewOperator) { n.Name = " ada " }), []string{"name"}},
		"name in wide type":  {fill(func(n *operator.NewOperator) { n.Name = "Ａｄａ" }), []string{"name"}},
		"name turned around": {fill(func(n *operator.NewOperator) { n.Name = "Nora \u202erenwo" }), []string{"name"}},
		"invisible in name":  {fill(func(n *operator.NewOperator) { n.Name = "A\u200bda" }), []string{"name"}},
		"lines in name":      {fill(func(n *operator.NewOperator) { n.Name = "Nora\u2028Ada" }), []string{"name"}},
		"no confirmation":    {fill(func(n *operator.NewOperator) { n.Confirm = secret.Text{} }), []string{"confirm"}},
		"weak password": {fill(func(n *operator.NewOperator) {
			n.Password, n.Confirm = secret.FromString("nora123456"), secret.FromString("nora123456")
		}), []string{"password"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := f.Add(t.Context(), tt.form)
			if diff := cmp.Diff(tt.want, fields(err)); diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
	if members, err := f.List(t.Context()); err != nil || len(members) != 4 {
		t.Errorf("after refused forms there are %d operators, %v", len(members), err)
	}
}

func TestListShowsWhoIsWho(t *testing.T) {
	f := newTeam(t)
	f.unlock(t, "Ed", password)
	got, err := f.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Name                       string
		Role                       operator.Role
		MustChange, You, LastOwner bool
	}
	want := []row{
		{Name: "Ada", Role: operator.Owner},
		{Name: "Ed", Role: operator.Editor, You: true},
		{Name: "Ned", Role: operator.Owner, MustChange: true},
		{Name: "Vic", Role: operator.Viewer},
	}
	var rows []row
	for _, m := range got {
		rows = append(rows, row{m.Name, m.Role, m.MustChange, m.You, m.LastOwner})
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if _, err := f.Find(t.Context(), "nobody"); !fault.HasCode(err, operator.CodeNotFound) {
		t.Errorf("an unknown name: %v", err)
	}
	if m, err := f.Find(t.Context(), f.ids["Vic"]); err != nil || m.Name != "Vic" {
		t.Errorf("by ID: %v, %v", m, err)
	}
}

func TestAFirstPasswordIsReplacedBeforeAnythingElse(t *testing.T) {
	f := newTeam(t)
	f.unlock(t, "Ned", first)
	change := func(next string) error {
		return f.ChangePassword(t.Context(), operator.PasswordChange{
			Current: secret.FromString(first), Next: secret.FromString(next), Confirm: secret.FromString(next),
		})
	}
	if err := change(first); !cmp.Equal([]string{"next"}, fields(err)) {
		t.Errorf("the same password again: %v", err)
	}
	if state := f.Status().State; state != operator.MustChange {
		t.Errorf("after a refused change it is %s", state)
	}
	if err := change(another); err != nil {
		t.Fatal(err)
	}
	if status := f.Status(); status.State != operator.Unlocked || status.Operator.MustChange {
		t.Errorf("after the change: %+v", status)
	}
	if newest := f.page(t, audit.Filter{}).Entries[0]; newest.Action != "operator.password_changed" || newest.Operator != "Ned" {
		t.Errorf("the journal says %+v", newest)
	}
	if who := f.unlock(t, "Ned", another); who.MustChange || who.Role != operator.Owner {
		t.Errorf("at the next unlock: %+v", who)
	}
	if _, err := f.Unlock(t.Context(), "Ned", secret.FromString(first)); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the first password again: %v", err)
	}
}

func TestSC13_ExactlyOnePasswordOpens(t *testing.T) {
	f := newTeam(t)
	cancelled := newCancelled(t)
	form := operator.PasswordChange{
		Current: secret.FromString(password), Next: secret.FromString(another), Confirm: secret.FromString(another),
	}
	wrong := form
	wrong.Current = secret.FromString(first)
	opens := func(password string) bool {
		_, err := f.Unlock(t.Context(), "Ada", secret.FromString(password))
		if err != nil && !fault.HasCode(err, vault.CodeWrongPassword) {
			t.Fatal(err)
		}
		return err == nil
	}
	if err := f.ChangePassword(cancelled, form); err == nil || !opens(password) || opens(another) {
		t.Errorf("a cancelled change says %v; old %v, new %v", err, opens(password), opens(another))
	}
	if err := f.ChangePassword(t.Context(), wrong); err == nil || !opens(password) || opens(another) {
		t.Errorf("a wrong password says %v; old %v, new %v", err, opens(password), opens(another))
	}
	if err := f.ChangePassword(t.Context(), form); err != nil || opens(password) || !opens(another) {
		t.Errorf("a change says %v; old %v, new %v", err, opens(password), opens(another))
	}
}

func TestChangeFollowsAtOnce(t *testing.T) {
	f := newTeam(t)
	changed, err := f.Change(t.Context(), operator.Details{
		ID: f.ids["Ed"], Name: "Edwin", Email: "edwin@example.com", Role: operator.Viewer,
	})
	if err != nil || changed.Name != "Edwin" || changed.Role != operator.Viewer {
		t.Fatalf("%+v, %v", changed, err)
	}
	entry := f.page(t, audit.Filter{}).Entries[0]
	want := audit.Entry{
		Sequence: entry.Sequence, At: entry.At, Operator: "Ada", Action: "operator.changed", Subject: "Edwin",
		Detail: "name was Ed; address was someone@example.com; role was editor and is viewer",
	}
	if diff := cmp.Diff(want, entry); diff != "" {
		t.Error(diff)
	}
	if who := f.unlock(t, "edwin", password); who.Role != operator.Viewer {
		t.Errorf("unlocked as %+v", who)
	}
	if _, err := f.Unlock(t.Context(), "Ed", secret.FromString(password)); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the old name: %v", err)
	}
}

func TestOnesOwnRoleFollowsAtOnce(t *testing.T) {
	f := newTeam(t)
	form := operator.Details{ID: f.ids["Ada"], Name: "Ada", Email: "ada@example.com", Role: operator.Viewer}
	if _, err := f.Change(t.Context(), form); err != nil { // Ned stays an owner
		t.Fatal(err)
	}
	if status := f.Status(); status.Operator.Role != operator.Viewer {
		t.Errorf("the session is of %+v", status.Operator)
	}
	form.Role = operator.Owner
	if _, err := f.Change(t.Context(), form); !fault.HasCode(err, operator.CodeNotAllowed) {
		t.Errorf("back to owner: %v", err)
	}
}

func TestTheLastOwnerStays(t *testing.T) {
	f := newTeam(t)
	if _, err := f.Remove(t.Context(), f.ids["Ada"]); !fault.HasCode(err, operator.CodeYourself) {
		t.Errorf("removing oneself: %v", err)
	}
	if _, err := f.Remove(t.Context(), f.ids["Ned"]); err != nil {
		t.Fatal(err)
	}
	form := operator.Details{ID: f.ids["Ada"], Name: "Ada", Email: "ada@example.com", Role: operator.Editor}
	_, err := f.Change(t.Context(), form)
	if !fault.HasCode(err, operator.CodeLastOwner) || !cmp.Equal([]string{"role"}, fields(err)) {
		t.Errorf("demoting the last owner: %v", err)
	}
	form.Role, form.Name = operator.Owner, "Ada Byron"
	if m, err := f.Change(t.Context(), form); err != nil || !m.LastOwner || m.Name != "Ada Byron" {
		t.Errorf("renaming the last owner: %+v, %v", m, err)
	}
	if name, err := f.MayOwn(t.Context(), "test"); err != nil || name != "Ada Byron" {
		t.Errorf("the session is of %q, %v", name, err)
	}
}

// TestOwnersCannotDemoteEachOtherAtTheSameTime changes the only two owners side
// by side: one of them stays.
func TestOwnersCannotDemoteEachOtherAtTheSameTime(t *testing.T) {
	f := newTeam(t)
	var both sync.WaitGroup
	for _, name := range []string{"Ada", "Ned"} {
		both.Go(func() {
			form := operator.Details{ID: f.ids[name], Name: name, Email: "someone@example.com", Role: operator.Viewer}
			_, err := f.Change(t.Context(), form)
			if err != nil && !fault.HasCode(err, operator.CodeLastOwner) && !fault.HasCode(err, operator.CodeNotAllowed) {
				t.Error(err)
			}
		})
	}
	both.Wait()
	members, err := f.List(t.Context())
	if err != nil || !slices.ContainsFunc(members, func(m operator.Member) bool { return m.LastOwner }) {
		t.Errorf("%+v, %v", members, err)
	}
}

func TestChangeNamesTheFields(t *testing.T) {
	f := newTeam(t)
	valid := operator.Details{ID: f.ids["Vic"], Name: "Vic", Email: "vic@example.com", Role: operator.Viewer}
	tests := map[string]struct {
		change func(*operator.Details)
		code   string
		want   []string
	}{
		"empty":           {func(d *operator.Details) { d.Name, d.Email, d.Role = "", "", "" }, operator.CodeInvalid, []string{"name", "email", "role"}},
		"name of another": {func(d *operator.Details) { d.Name = "ED" }, operator.CodeInvalid, []string{"name"}},
		"unknown ID":      {func(d *operator.Details) { d.ID = "nobody" }, operator.CodeNotFound, nil},
		"a name as ID":    {func(d *operator.Details) { d.ID = "Vic" }, operator.CodeNotFound, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			form := valid
			tt.change(&form)
			_, err := f.Change(t.Context(), form)
			if diff := cmp.Diff(tt.want, fields(err)); diff != "" || !fault.HasCode(err, tt.code) {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

// TestSC12_ARemovedOperatorIsOutAtOnce removes somebody with one owner at work:
// there is a new vault key, and the password opens nothing any more.
func TestSC12_ARemovedOperatorIsOutAtOnce(t *testing.T) {
	f := newTeam(t)
	before, err := f.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rotation, err := f.Remove(t.Context(), f.ids["Ed"])
	if err != nil || rotation.Generation != before.Generation+1 || rotation.Operator != "Ada" {
		t.Fatalf("%+v, %v", rotation, err)
	}
	if _, err := f.Remove(t.Context(), f.ids["Ed"]); !fault.HasCode(err, operator.CodeNotFound) {
		t.Errorf("removing again: %v", err)
	}
	actions := []string{}
	for _, e := range f.page(t, audit.Filter{Limit: 2}).Entries {
		actions = append(actions, e.Action+" "+e.Subject)
	}
	if diff := cmp.Diff([]string{"vault.key_rotated ", "operator.removed Ed"}, actions); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"operator.saved", "vault.rotation", "vault.rotated", "operator.removed"} {
		if !slices.Contains(f.events, name) {
			t.Errorf("there is no event %s", name)
		}
	}
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Unlock(t.Context(), "Ed", secret.FromString(password)); !fault.HasCode(err, vault.CodeWrongPassword) {
		t.Errorf("the removed operator: %v", err)
	}
	if status := f.Status(); status.State != operator.Locked || status.Slots != 3 {
		t.Errorf("%+v", status)
	}
	f.unlock(t, "Vic", password) // whose password nobody had to enter
	f.unlock(t, "Ada", password)
	if _, err := f.Add(t.Context(), newcomer("Ed", operator.Viewer)); err != nil {
		t.Errorf("the name is not free again: %v", err)
	}
}

func TestACancelledRemovalChangesNothing(t *testing.T) {
	f := newTeam(t)
	before := f.page(t, audit.Filter{})
	if _, err := f.Remove(newCancelled(t), f.ids["Ed"]); err == nil {
		t.Error("a cancelled removal succeeded")
	}
	if after := f.page(t, audit.Filter{}); after.Total != before.Total {
		t.Errorf("it left %d entries", after.Total-before.Total)
	}
	f.unlock(t, "Ed", password)
}
