package operator_test

import (
	"context"
	"testing"

	"patchbay/backend/audit"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
)

// first is the password that an owner chooses for somebody else.
const first = "eleven quiet herons by the weir"

// team is a vault of the owner Ada, the editor Ed, the viewer Vic, and Ned, who
// is an owner and has not replaced his first password yet. Ada is at work.
type team struct {
	*fixture
	created operator.Created
	ids     map[string]string
}

func newcomer(name string, role operator.Role) operator.NewOperator {
	return operator.NewOperator{
		Name: name, Email: "someone@example.com", Role: role,
		Password: secret.FromString(first), Confirm: secret.FromString(first),
	}
}

func newTeam(t *testing.T) *team {
	t.Helper()
	f := &team{ids: map[string]string{}}
	f.fixture, f.created = created(t)
	roles := map[string]operator.Role{"Ed": operator.Editor, "Vic": operator.Viewer, "Ned": operator.Owner}
	for name, role := range roles {
		m, err := f.Add(t.Context(), newcomer(name, role))
		if err != nil {
			t.Fatal(err)
		}
		f.ids[name] = m.ID
	}
	for _, name := range []string{"Ed", "Vic"} {
		f.unlock(t, name, first)
		err := f.ChangePassword(t.Context(), operator.PasswordChange{
			Current: secret.FromString(first), Next: secret.FromString(password), Confirm: secret.FromString(password),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	f.ids["Ada"] = f.unlock(t, "Ada", password).ID
	return f
}

func (f *fixture) unlock(t *testing.T, name, password string) operator.Operator {
	t.Helper()
	if err := f.Lock(); err != nil {
		t.Fatal(err)
	}
	who, err := f.Unlock(t.Context(), name, secret.FromString(password))
	if err != nil {
		t.Fatalf("unlock as %s: %v", name, err)
	}
	return who
}

func (f *fixture) page(t *testing.T, filter audit.Filter) audit.Page {
	t.Helper()
	page, err := f.Journal().Find(t.Context(), filter)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func newCancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
