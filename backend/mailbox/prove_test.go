package mailbox_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/mailbox"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

func (f *fixture) prove(t testing.TB, d mailbox.Draft) proof.Report {
	t.Helper()
	report, err := f.mailboxes.Prove(t.Context(), site, mailbox.ProofRequest{Draft: d, Run: "run"})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func light(t *testing.T, f *fixture, id string, want evidence.Light) {
	t.Helper()
	if got := f.get(t, id).Status; got.Light != want {
		t.Errorf("light %q (%s), want %q", got.Light, got.Summary, want)
	}
	list, err := f.mailboxes.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range list {
		if row.ID == id && row.Status.Light != want {
			t.Errorf("light %q in the list, want %q", row.Status.Light, want)
		}
	}
}

func TestTheLightFollowsProofs(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	desk := f.save(t, s.account("desk@example.com", canary))
	light(t, f, desk.ID, evidence.Never)

	report := f.prove(t, f.get(t, desk.ID).Draft())
	if report.Verdict == proof.Failed {
		t.Fatalf("proof: %+v", report.Steps)
	}
	proved := f.get(t, desk.ID)
	if proved.Status.Proof == nil || !proved.Status.Proof.StartedAt.Equal(report.StartedAt) {
		t.Errorf("status %+v", proved.Status)
	}
	want := proved.Status.Light
	light(t, f, desk.ID, want)

	// A draft that is not what is stored says nothing of what is.
	wrong := proved.Draft()
	wrong.Secrets.Password = set("wrong")
	if report := f.prove(t, wrong); report.Verdict != proof.Failed {
		t.Fatalf("a wrong password: %+v", report)
	}
	light(t, f, desk.ID, want)

	next := secret.FromString("wrong")
	if _, err := f.mailboxes.ChangePassword(t.Context(), site, desk.ID, next, next); err != nil {
		t.Fatal(err)
	}
	// Now it is that of the draft, which has been proved.
	light(t, f, desk.ID, evidence.Failed)

	other := secret.FromString("another")
	if _, err := f.mailboxes.ChangePassword(t.Context(), site, desk.ID, other, other); err != nil {
		t.Fatal(err)
	}
	light(t, f, desk.ID, evidence.Stale)

	d := f.get(t, desk.ID).Draft()
	d.Settings.Name = "Another name" // changes nothing that was proved
	f.save(t, d)
	light(t, f, desk.ID, evidence.Stale)
}

func TestAProofOfANewDraftLeavesNothing(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	before := f.stats(t)
	if report := f.prove(t, s.account("desk@example.com", canary)); report.Verdict == proof.Failed {
		t.Fatalf("proof: %+v", report.Steps)
	}
	if after := f.stats(t); after != before {
		t.Errorf("from %+v to %+v", before, after)
	}
}

func TestASavedDraftKeepsItsProof(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		between func(*fixture, *mailbox.Draft)
		proved  bool
	}{
		"saved as it was proved":  {func(*fixture, *mailbox.Draft) {}, true},
		"with another name":       {func(_ *fixture, d *mailbox.Draft) { d.Settings.Name = "Another" }, true},
		"with another password":   {func(_ *fixture, d *mailbox.Draft) { d.Secrets.Password = set("another") }, false},
		"with another host":       {func(_ *fixture, d *mailbox.Draft) { d.Settings.Host = "localhost" }, false},
		"after the vault's lock":  {func(f *fixture, _ *mailbox.Draft) { f.bus.Publish(event.Event{Name: "vault.locked"}) }, false},
		"in another environment":  {func(f *fixture, d *mailbox.Draft) { f.variables["x"] = "y"; d.Settings.User = "%x%" }, false},
		"after a proof of others": {func(f *fixture, _ *mailbox.Draft) { f.prove(t, draftOfNobody()) }, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, s := newFixture(t), startServer(t)
			d := s.account("desk@example.com", canary)
			f.prove(t, d)
			test.between(f, &d)
			if got := f.save(t, d).Status.Light; (got != evidence.Never) != test.proved {
				t.Errorf("light %q", got)
			}
		})
	}
}

// draftOfNobody is one whose proof fails before any connection.
func draftOfNobody() mailbox.Draft {
	d := draft("nobody@example.com")
	d.Settings.Host = ""
	return d
}

// TestOtherWaysAreTriedWithoutACredential: each is told as it ends, and nobody
// signs in.
func TestOtherWaysAreTriedWithoutACredential(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	d := f.save(t, s.account("desk@example.com", canary)).Draft()
	d.Settings.Security = account.SecurityImplicitTLS
	d.Secrets.Password = set(canary)
	report, err := f.mailboxes.Alternatives(t.Context(), site, d, "run-1")
	if err != nil {
		t.Fatal(err)
	}
	type way struct {
		Port, Security string
		Works          bool
	}
	tried, told := map[way]int{}, map[way]int{}
	for _, one := range report.Tried {
		tried[way{strconv.Itoa(int(one.Port)), string(one.Security), one.Works}]++
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.events {
		switch {
		case e.Name == "mailbox.tried" && e.Run == "run-1" && e.Deployment == site:
			told[way{strconv.Itoa(int(e.Tried.Port)), e.Tried.Security, e.Tried.Works}]++
		case e.Name == "proof.step":
			t.Errorf("a step was told: %+v", e.Step)
		}
	}
	if diff := cmp.Diff(tried, told); diff != "" {
		t.Errorf("what was told (-tried +told):\n%s", diff)
	}
	if told[way{s.port, "none", true}] != 1 {
		t.Errorf("the server in clear was not found: %+v", told)
	}
	if n := s.logged("desk@example.com"); n != 0 {
		t.Errorf("%d credentials were submitted", n)
	}
}

func TestAFullDiskLosesNoAnswer(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	desk := f.save(t, s.account("desk@example.com", canary))
	f.access.full = true
	report := f.prove(t, desk.Draft())
	if report.Verdict == proof.Failed || report.Unsaved == "" {
		t.Errorf("verdict %s, unsaved %q", report.Verdict, report.Unsaved)
	}
}

func TestNoPasswordIsTold(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	desk := f.save(t, s.account("desk@example.com", canary))
	s.with(func() { s.says["desk@example.com"] = "NO [ALERT] I do not like " + canary })
	f.prove(t, desk.Draft())
	if _, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{}); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	told, err := json.Marshal([]any{f.events, f.entries(t), f.get(t, desk.ID).Status})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.events) < 5 {
		t.Errorf("%d events only", len(f.events))
	}
	if strings.Contains(string(told), canary) {
		t.Errorf("the password was told: %s", told)
	}
}
