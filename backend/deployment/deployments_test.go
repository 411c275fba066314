package deployment_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/deployment"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// access is a vault with someone at work in it who may read, and edit as well
// unless viewer is set.
type access struct {
	*vault.Vault
	viewer bool
}

func (a *access) MayRead() (string, error) { return "Ada", nil }

func (a *access) MayEdit(context.Context, string) (string, error) {
	if a.viewer {
		return "", fault.New(fault.Denied, "operator.not_allowed", "this needs the role editor")
	}
	return "Ada", nil
}

// removals records what dependents were told.
type removals struct{ ids []string }

func (r *removals) RemoveAll(_ *vault.Tx, id string) error {
	r.ids = append(r.ids, id)
	return nil
}

type fixture struct {
	access      *access
	deployments *deployment.Deployments
	journal     *audit.Journal
	dependent   *removals
	events      []event.Event
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	f := &fixture{access: &access{Vault: v}, dependent: &removals{}}
	bus := &event.Bus{}
	bus.Subscribe(func(e event.Event) { f.events = append(f.events, e) })
	f.journal = audit.New(v, time.Now)
	f.deployments = deployment.New(f.access, f.journal, bus, f.dependent)
	return f
}

func (f *fixture) save(t *testing.T, d deployment.Deployment) deployment.Deployment {
	t.Helper()
	saved, err := f.deployments.Save(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func TestSaveKeepsEveryField(t *testing.T) {
	f := newFixture(t)
	d := valid()
	d.PortalURL, d.MessagesURL, d.Notes = "https://p.example", "https://p.example/m", "notes"
	d.Variables = []deployment.Variable{{Name: "domain", Value: "example.com"}}
	saved := f.save(t, d)
	got, err := f.deployments.Get(t.Context(), saved.ID)
	if err != nil {
		t.Fatal(err)
	}
	d.ID, d.Revision, d.ChangedAt = saved.ID, saved.Revision, saved.ChangedAt
	if diff := cmp.Diff(d, got); diff != "" {
		t.Error(diff)
	}
	if len(f.events) != 1 || f.events[0].Name != "deployment.saved" || f.events[0].Deployment != saved.ID {
		t.Errorf("events: %+v", f.events)
	}
	entries, err := f.journal.List(t.Context(), 0)
	if err != nil || len(entries) != 1 || entries[0].Action != "deployment.saved" || entries[0].Operator != "Ada" {
		t.Errorf("audit: %+v, %v", entries, err)
	}
}

func TestSaveRefuses(t *testing.T) {
	f := newFixture(t)
	first := f.save(t, valid())

	twin := valid()
	twin.Name = "PORTAL"
	_, err := f.deployments.Save(t.Context(), twin)
	if !fault.HasCode(err, deployment.CodeInvalid) || len(fault.Of(err).Fields) != 2 {
		t.Errorf("a second one of the same name and tenant: %+v", err)
	}

	f.save(t, first) // someone else's change
	if _, err := f.deployments.Save(t.Context(), first); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("a draft of an old revision: %v", err)
	}

	f.access.viewer = true
	if _, err := f.deployments.Save(t.Context(), valid()); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a viewer: %v", err)
	}
	if all, err := f.deployments.List(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("a refused save left %v, %v", all, err)
	}
}

func TestRemoveTakesDependentsAlong(t *testing.T) {
	f := newFixture(t)
	saved := f.save(t, valid())
	if err := f.deployments.Remove(t.Context(), saved.ID, saved.Revision+1); !fault.HasCode(err, vault.CodeStaleRevision) {
		t.Errorf("an old revision: %v", err)
	}
	f.dependent.ids = nil
	if err := f.deployments.Remove(t.Context(), saved.ID, saved.Revision); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{saved.ID}, f.dependent.ids); diff != "" {
		t.Error(diff)
	}
	if _, err := f.deployments.Get(t.Context(), saved.ID); !fault.HasCode(err, deployment.CodeNotFound) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestFind(t *testing.T) {
	f := newFixture(t)
	if _, err := f.deployments.Find(t.Context(), ""); !fault.HasCode(err, deployment.CodeNotFound) {
		t.Errorf("none there: %v", err)
	}
	first := f.save(t, valid())
	if got, err := f.deployments.Find(t.Context(), ""); err != nil || got.ID != first.ID {
		t.Errorf("the only one: %v, %v", got, err)
	}
	second := valid()
	second.Name, second.TenantID = "Other", "other"
	f.save(t, second)
	for _, name := range []string{"portal", "acme", first.ID} {
		if got, err := f.deployments.Find(t.Context(), name); err != nil || got.ID != first.ID {
			t.Errorf("Find(%q): %v, %v", name, got, err)
		}
	}
	if _, err := f.deployments.Find(t.Context(), ""); !fault.HasCode(err, deployment.CodeAmbiguous) {
		t.Errorf("several: %v", err)
	}
	if _, err := f.deployments.Find(t.Context(), "nope"); !fault.HasCode(err, deployment.CodeNotFound) {
		t.Errorf("unknown: %v", err)
	}
}
