package mailbox_test

import (
	"sync"
	"testing"

	"patchbay/backend/evidence"
	"patchbay/backend/mailbox"
	"patchbay/backend/secret"
)

// during calls fn once, while the mailbox with an address is signing in.
func (s *server) during(user string, fn func()) {
	var once sync.Once
	s.with(func() {
		s.signedIn = func(other string) {
			if other == user {
				once.Do(fn)
			}
		}
	})
}

func (f *fixture) byAddress(t testing.TB, address string) mailbox.Mailbox {
	t.Helper()
	found, err := f.mailboxes.ByAddress(t.Context(), site, address)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAMailboxThatIsDeletedMeanwhileIsNotTried(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	for i := range 6 {
		f.save(t, s.account(numbered(i), canary))
	}
	s.during(numbered(0), func() {
		for _, i := range []int{0, 5} { // the one that is being tried, and one that waits
			box := f.byAddress(t, numbered(i))
			if err := f.mailboxes.Remove(t.Context(), site, box.ID, box.Revision); err != nil {
				t.Error(err)
			}
		}
	})
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{Concurrency: 1})
	if err != nil || report.Unsaved != "" || report.Untried != 1 || report.Passed+report.Warned != 5 {
		t.Errorf("%+v: %v", report, err)
	}
	if n := s.logged(numbered(5)); n != 0 {
		t.Errorf("a deleted mailbox was signed in to %d times", n)
	}
	checkLights(t, f, map[evidence.Light]int{})
	if stats := f.stats(t); stats.Secrets != 4 {
		t.Errorf("%d secrets are left, want 4", stats.Secrets)
	}
}

func TestAPasswordThatIsChangedMeanwhileIsNotProved(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	desk := f.save(t, s.account("desk@example.com", canary))
	s.during("desk@example.com", func() {
		next := secret.FromString("next")
		if _, err := f.mailboxes.ChangePassword(t.Context(), site, desk.ID, next, next); err != nil {
			t.Error(err)
		}
	})
	if _, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{}); err != nil {
		t.Fatal(err)
	}
	light(t, f, desk.ID, evidence.Never)
}

func TestAServerThatIsNotThereFailsEachMailbox(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	for i := range 60 {
		f.save(t, s.account(numbered(i), canary))
	}
	s.close()
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{})
	if err != nil || report.Failed != 60 || report.Causes[0].Code != "net.refused" || report.Causes[0].Count != 60 {
		t.Errorf("%+v: %v", report, err)
	}
	checkLights(t, f, map[evidence.Light]int{evidence.Failed: 60})
	if total, _ := s.connections(); total != 0 {
		t.Errorf("%d connections", total)
	}
}
