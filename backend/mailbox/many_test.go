package mailbox_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/vault"
)

// fill saves n mailboxes of a server, of which every tenth has a wrong password
// stored.
func (f *fixture) fill(t testing.TB, s *server, n int) (wrong int) {
	t.Helper()
	for i := range n {
		d := s.account(numbered(i), canary)
		if i%10 == 9 {
			d.Secrets.Password = set("wrong")
			wrong++
		}
		f.save(t, d)
	}
	return wrong
}

func TestTwoHundredMailboxesAreProved(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	wrong := f.fill(t, s, 200)
	var results []mailbox.ManyResult
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{
		Run: "run", Observe: func(r mailbox.ManyResult) { results = append(results, r) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Total != 200 || report.Failed != wrong || report.Untried != 0 || report.Passed+report.Warned != 200-wrong || report.Cancelled {
		t.Errorf("%+v", report)
	}
	if len(report.Slowed) != 0 || report.Unsaved != "" {
		t.Errorf("slowed %v, unsaved %q", report.Slowed, report.Unsaved)
	}
	if len(results) != 200 {
		t.Errorf("%d results, want 200", len(results))
	}
	rejected := findCause(report, "auth.rejected")
	if rejected.Count != wrong || len(rejected.Mailboxes) != wrong || rejected.Remedy == "" {
		t.Errorf("causes %+v", report.Causes)
	}
	for i := range 200 {
		if n := s.logged(numbered(i)); n != 1 {
			t.Errorf("%s was tried %d times", numbered(i), n)
		}
	}
	if _, most := s.connections(); most > 8 {
		t.Errorf("%d connections at once, want at most 8", most)
	}
	checkLights(t, f, map[evidence.Light]int{evidence.Failed: wrong})
	last := f.entries(t)[0]
	if last.Action != "mailbox.proved" || last.Subject != "200 mailboxes" {
		t.Errorf("journal: %+v", last)
	}
}

func findCause(report mailbox.ManyReport, code string) mailbox.Cause {
	for _, c := range report.Causes {
		if c.Code == code {
			return c
		}
	}
	return mailbox.Cause{}
}

// checkLights counts the lights of the list; all others must be proved or
// warned.
func checkLights(t *testing.T, f *fixture, want map[evidence.Light]int) {
	t.Helper()
	list, err := f.mailboxes.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	got := map[evidence.Light]int{}
	for _, row := range list {
		if row.Status.Light != evidence.Proved && row.Status.Light != evidence.Warned {
			got[row.Status.Light]++
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lights (-want +got):\n%s", diff)
	}
}

func TestARealServerThatLimitsConnections(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	for i := range 40 {
		f.save(t, s.account(numbered(i), canary))
	}
	s.with(func() { s.bears = 3 })
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Passed+report.Warned != 40 {
		t.Errorf("%+v", report)
	}
	if len(report.Slowed) != 1 || report.Slowed[0].Connections > 3 {
		t.Errorf("slowed %+v", report.Slowed)
	}
	for i := range 40 {
		if n := s.logged(numbered(i)); n != 1 {
			t.Errorf("the password of %s was looked at %d times", numbered(i), n)
		}
	}
}

func TestAnAccountIsTriedOnce(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		second              string // password stored for the second mailbox
		right               bool   // the first one's is
		logins, done, tells int
	}{
		"the same password":                    {canary, true, 1, 2, 2},
		"the same wrong password":              {canary, false, 1, 2, 2},
		"another password after a right one":   {"other", true, 2, 2, 2},
		"another password after a refused one": {"other", false, 1, 1, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, s := newFixture(t), startServer(t)
			d := s.account("a@example.com", canary)
			d.Settings.User = "account"
			f.save(t, d)
			d.Settings.Mailbox, d.Settings.User = "b@example.com", "ACCOUNT"
			if test.second == canary {
				d.Settings.User = "account"
			}
			d.Secrets.Password = set(test.second)
			f.save(t, d)
			if test.right {
				s.with(func() { s.passwords["account"] = canary })
			}
			tells, shared := 0, false
			report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{Observe: func(r mailbox.ManyResult) {
				tells++
				shared = shared || saysShared(r.Report)
			}})
			if err != nil {
				t.Fatal(err)
			}
			if got := s.logged("account") + s.logged("ACCOUNT"); got != test.logins {
				t.Errorf("%d sign-ins, want %d", got, test.logins)
			}
			if report.Total != 2 || 2-report.Untried != test.done || tells != test.tells {
				t.Errorf("%+v, %d results", report, tells)
			}
			if want := test.done == 2 && test.logins == 1; shared != want {
				t.Errorf("says that one sign-in stands for both: %v, want %v", shared, want)
			}
		})
	}
}

func saysShared(report proof.Report) bool {
	return slices.ContainsFunc(report.Steps, func(step proof.Step) bool {
		return step.Name == "authenticate" && strings.Contains(step.Detail, "signed in once for this account, as a@example.com")
	})
}

func TestCancellingKeepsWhatWasFound(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	f.fill(t, s, 60)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	results := 0
	report, err := f.mailboxes.ProveMany(ctx, site, mailbox.ManyRequest{Observe: func(mailbox.ManyResult) {
		if results++; results == 20 {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if !report.Cancelled || report.Untried != 40 || report.Passed+report.Warned+report.Failed != 20 {
		t.Errorf("%+v", report)
	}
	list, err := f.mailboxes.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	never := 0
	for _, row := range list {
		if row.Status.Light == evidence.Never {
			never++
		}
	}
	if never != 40 {
		t.Errorf("%d keep their light, want 40", never)
	}
}

func TestLockingTheVaultEndsARun(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	f.fill(t, s, 60)
	s.during(numbered(30), func() {
		if err := f.access.Lock(); err != nil {
			t.Error(err)
		}
		f.bus.Publish(event.Event{Name: "vault.locked"})
	})
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{Concurrency: 2})
	if codeOf(err) != vault.CodeLocked || fault.Of(err).Kind != fault.Locked {
		t.Errorf("error %v", err)
	}
	if report.Untried == 0 || report.Untried == 60 || report.Cancelled {
		t.Errorf("%+v", report)
	}
}

func TestSelectedMailboxesOnly(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	f.fill(t, s, 3)
	list, err := f.mailboxes.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{list[1].ID, list[1].ID}
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{IDs: ids})
	if total, _ := s.connections(); err != nil || report.Total != 1 || total != 1 {
		t.Errorf("%+v, %d connections: %v", report, total, err)
	}
	report, err = f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{IDs: []string{}})
	if err != nil || report.Total != 3 {
		t.Errorf("no selection is all: %+v %v", report, err)
	}
	_, err = f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{IDs: []string{list[1].ID, site + "/gone"}})
	if codeOf(err) != mailbox.CodeNotFound {
		t.Errorf("an unknown ID: %v", err)
	}
	empty, err := f.mailboxes.ProveMany(t.Context(), elsewhere, mailbox.ManyRequest{})
	if err != nil || empty.Total != 0 {
		t.Errorf("none: %+v %v", empty, err)
	}
}

func TestAFullDiskDoesNotEndARun(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	f.fill(t, s, 10)
	f.access.full = true
	report, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{})
	if err != nil || report.Untried != 0 || report.Unsaved == "" {
		t.Errorf("%+v: %v", report, err)
	}
}

func TestServersAndRecentProofs(t *testing.T) {
	t.Parallel()
	f, s := newFixture(t), startServer(t)
	wrong := f.fill(t, s, 20)
	f.save(t, draft("else@example.com"))
	var ids []string
	list, err := f.mailboxes.List(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range list {
		if row.Settings.Host == s.host {
			ids = append(ids, row.ID)
		}
	}
	if _, err := f.mailboxes.ProveMany(t.Context(), site, mailbox.ManyRequest{IDs: ids}); err != nil {
		t.Fatal(err)
	}
	groups, err := f.mailboxes.Groups(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	want := []mailbox.Group{
		{Server: s.host + ":" + s.port, Count: 20, Light: evidence.Failed, Summary: fmt.Sprintf("%d of 20 failed", wrong)},
		{Server: "imap.example.com:993", Count: 1, Light: evidence.Never, Summary: "1 of 1 were never proved"},
	}
	if diff := cmp.Diff(want, groups); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	recent, err := f.mailboxes.Recent(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	if len(recent) != 10 || !recent[0].Current || recent[0].Report.Subject != "imap" {
		t.Errorf("%d recent: %+v", len(recent), recent)
	}
	for i := 1; i < len(recent); i++ {
		if recent[i].Report.StartedAt.After(recent[i-1].Report.StartedAt) {
			t.Error("the newest is not first")
		}
	}
	for _, r := range recent {
		if r.Report.Verdict != proof.Failed && len(r.Report.Transcript) > 0 {
			t.Error("the transcript of a proof that held is kept")
		}
	}
}

// TestEachClientSecretEndsOnce: on the soonest day that one of its mailboxes
// names.
func TestEachClientSecretEndsOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for address, ends := range map[string][2]string{
		"a@example.com": {"desk", "2027-03-01"}, "b@example.com": {"desk", "2027-02-01"}, "c@example.com": {"sales", "2027-01-15"},
		"d@example.com": {"claims", "2027-02-01"},
	} {
		d := draft(address)
		d.Secrets = account.SecretInputs{ClientSecret: set(canary)}
		d.Settings.OAuth2 = account.OAuth2Settings{
			TokenURL: "https://login.example.com/token", ClientID: ends[0], ClientSecretExpires: ends[1],
		}
		f.save(t, d)
	}
	got, err := f.mailboxes.Ends(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	want := []mailbox.End{
		{Kind: mailbox.EndClientSecret, Subject: "sales", At: time.Date(2027, time.January, 15, 0, 0, 0, 0, time.UTC)},
		{Kind: mailbox.EndClientSecret, Subject: "claims", At: time.Date(2027, time.February, 1, 0, 0, 0, 0, time.UTC)},
		{Kind: mailbox.EndClientSecret, Subject: "desk", At: time.Date(2027, time.February, 1, 0, 0, 0, 0, time.UTC)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ends (-want +got):\n%s", diff)
	}
}
