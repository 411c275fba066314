package handover_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/handover"
	"patchbay/backend/proof"
)

func TestAPushOfADraftThatIsNotSaved(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	applied := f.apply(t, byHand(tg.url, tg.caPEM))
	if applied.Report.Verdict != proof.Passed || applied.Report.Unsaved != "" || applied.Exchange == nil || applied.Exchange.Status != 200 {
		t.Fatalf("the push says %+v", applied.Report.Steps)
	}
	bodies, tokens := tg.received()
	if len(bodies) != 1 || !strings.Contains(bodies[0], mailPassword) || !cmp.Equal(tokens, []string{"Bearer " + handToken}) {
		t.Errorf("%d requests came", len(bodies))
	}
	got := f.get(t)
	if got.Saved || got.ClientSecret.Set || !cmp.Equal(got, applied.Target) {
		t.Errorf("the target is kept: %+v", got)
	}
	if name := f.name(t); name != tg.url {
		t.Errorf("its receipts are called %q", name)
	}
	at := got.Receipts[0].At
	want := []handover.Receipt{{
		At: at, Operator: "Ada", URL: tg.url, Status: 200, Verdict: proof.Passed, Summary: "Accepted: HTTP 200",
		ConfigHash: f.mail.settings.Hash(), Current: true,
	}}
	if diff := cmp.Diff(want, got.Receipts); diff != "" || !at.Equal(applied.Report.StartedAt) {
		t.Error(diff)
	}
	entries := []audit.Entry{{Operator: "Ada", Action: "handover.applied", Deployment: site, Subject: tg.url, Detail: "HTTP 200"}}
	if diff := cmp.Diff(entries, f.entries(t)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"handover.applied"}, f.published()); diff != "" {
		t.Error(diff)
	}
}

func TestAPushWithAClientThatObtainsTheToken(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	saved := f.save(t, byClient(tg.url, tg.tokenURL, tg.caPEM))
	applied := f.apply(t, saved.Draft())
	if _, tokens := tg.received(); applied.Report.Verdict != proof.Passed || !cmp.Equal(tokens, []string{"Bearer " + issued}) {
		t.Errorf("the push says %+v", applied.Report.Steps)
	}
	if again := f.get(t); again.Revision != saved.Revision || len(again.Receipts) != 1 {
		t.Errorf("the target is %+v", again)
	}
}

// TestWhatBecameOfAPush: each end has its receipt and its entry.
func TestWhatBecameOfAPush(t *testing.T) {
	for _, tt := range []struct {
		name            string
		prepare         func(*target, *handover.Draft)
		verdict         proof.Verdict
		status          int
		summary, detail string
	}{
		{"refused", func(tg *target, _ *handover.Draft) {
			tg.answers(http.StatusUnauthorized, `{"message":"HTTP 401 Unauthorized.","status":"Unauthorized","subSystem":8}`)
		}, proof.Failed, 401, "Refused: HTTP 401", "HTTP 401"},
		{"not what the contract says", func(tg *target, _ *handover.Draft) {
			tg.answers(http.StatusOK, `<html>welcome</html>`)
		}, proof.Warned, 200, "Accepted with a warning: HTTP 200", "HTTP 200"},
		{
			"an authority that nobody knows", func(_ *target, d *handover.Draft) { d.CAPEM = "" },
			proof.Failed, 0, "Failed at encryption", "nothing was sent",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			tg := newTarget(t)
			draft := byHand(tg.url, tg.caPEM)
			tt.prepare(tg, &draft)
			applied := f.apply(t, draft)
			if applied.Report.Verdict != tt.verdict {
				t.Errorf("the push says %+v", applied.Report.Steps)
			}
			got := f.get(t).Receipts[0]
			if got.Verdict != tt.verdict || got.Status != tt.status || got.Summary != tt.summary {
				t.Errorf("the receipt says %+v", got)
			}
			if entry := f.entries(t)[0]; entry.Action != "handover.applied" || entry.Detail != tt.detail {
				t.Errorf("the journal says %+v", entry)
			}
		})
	}
}

// TestReceiptsAreCurrentUntilTheMailChanges, its password included.
func TestReceiptsAreCurrentUntilTheMailChanges(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	f.apply(t, byHand(tg.url, tg.caPEM))
	f.mail.password = "another"
	if f.get(t).Receipts[0].Current {
		t.Error("it is current although the password has changed")
	}
	f.apply(t, byHand(tg.url, tg.caPEM))
	if got := f.get(t).Receipts; !got[0].Current || got[1].Current {
		t.Errorf("%+v", got)
	}
	f.mail.settings.FromName = "Desk"
	if got := f.get(t).Receipts; got[0].Current || got[1].Current {
		t.Errorf("%+v", got)
	}
}

func TestReceiptsAreBoundedAndTheNewestComeFirst(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	for range 20 {
		f.apply(t, byHand(tg.url, tg.caPEM))
	}
	tg.answers(http.StatusBadRequest, `{"message":"Host and From is mandatory to update Email Configuration.","status":"BAD_REQUEST","subSystem":8}`)
	f.apply(t, byHand(tg.url, tg.caPEM))
	got := f.get(t).Receipts
	if len(got) != 20 || got[0].Status != 400 || got[1].Status != 200 {
		t.Fatalf("%d receipts, the first %+v", len(got), got[0])
	}
	for i := range got[1:] {
		if got[i].At.Before(got[i+1].At) {
			t.Error("they are not in order")
		}
	}
}

// TestWhatCannotBeStoredIsSaid: the target has taken it all the same.
func TestWhatCannotBeStoredIsSaid(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	f.access.full = true
	applied := f.apply(t, byHand(tg.url, tg.caPEM))
	if applied.Report.Verdict != proof.Passed || applied.Report.Unsaved != "the disk of the vault folder is full" {
		t.Errorf("the push says %+v", applied.Report)
	}
	if len(applied.Target.Receipts) != 0 || len(f.published()) != 0 {
		t.Error("a receipt is told of that was not kept")
	}
}

func TestACancelledPush(t *testing.T) {
	t.Run("before anything was sent", func(t *testing.T) {
		f := newFixture(t)
		tg := newTarget(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		applied, err := f.targets.Apply(ctx, site, handover.ApplyRequest{Draft: byHand(tg.url, tg.caPEM)})
		if err != nil || applied.Report.Verdict != proof.Failed || applied.Exchange != nil {
			t.Errorf("%v, %+v", err, applied.Report)
		}
		if len(f.get(t).Receipts) != 0 || len(f.entries(t)) != 0 {
			t.Error("it has left a trace")
		}
	})
	t.Run("while the answer is waited for", func(t *testing.T) {
		f := newFixture(t)
		tg := newTarget(t)
		tg.hold = make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-tg.seen
			cancel()
		}()
		applied, err := f.targets.Apply(ctx, site, handover.ApplyRequest{Draft: byHand(tg.url, tg.caPEM)})
		if err != nil || applied.Report.Verdict != proof.Failed || applied.Exchange == nil {
			t.Fatalf("%v, %+v", err, applied.Report)
		}
		got := applied.Target.Receipts
		if len(got) != 1 || got[0].Status != 0 || got[0].Summary != "No answer came" {
			t.Errorf("what was sent has no receipt: %+v", got)
		}
		if entry := f.entries(t)[0]; entry.Detail != "no answer came" {
			t.Errorf("the journal says %+v", entry)
		}
	})
}

// TestTheLockEndsAPush at once, which says that it could not be kept.
func TestTheLockEndsAPush(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	tg.hold = make(chan struct{})
	go func() {
		<-tg.seen
		_ = f.access.Lock()
		f.bus.Publish(event.Event{Name: "vault.locked"})
	}()
	applied := f.apply(t, byHand(tg.url, tg.caPEM))
	if applied.Report.Verdict != proof.Failed || applied.Report.Unsaved == "" || applied.Exchange == nil {
		t.Errorf("the push says %+v", applied.Report)
	}
}

// TestTwoPushesAtOnce both have their receipts.
func TestTwoPushesAtOnce(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	tg.hold = make(chan struct{})
	var pushes sync.WaitGroup
	for range 2 {
		pushes.Go(func() {
			applied, err := f.targets.Apply(t.Context(), site, handover.ApplyRequest{Draft: byHand(tg.url, tg.caPEM)})
			if err != nil || applied.Report.Verdict != proof.Passed {
				t.Errorf("%v, %+v", err, applied.Report.Steps)
			}
		})
	}
	<-tg.seen
	<-tg.seen // neither waits for the other
	close(tg.hold)
	pushes.Wait()
	if got := f.get(t).Receipts; len(got) != 2 || len(f.entries(t)) != 2 {
		t.Errorf("%d receipts", len(got))
	}
}

// TestStepsAreTold to the events under the run, and to the caller.
func TestStepsAreTold(t *testing.T) {
	f := newFixture(t)
	tg := newTarget(t)
	var seen []string
	_, err := f.targets.Apply(t.Context(), site, handover.ApplyRequest{
		Draft: byHand(tg.url, tg.caPEM), Run: "run-7",
		Observe: func(p proof.Progress) {
			if !p.Running {
				seen = append(seen, p.Step.Name)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"settings", "resolve", "connect", "tls", "token", "push"}, seen); diff != "" {
		t.Error(diff)
	}
	for _, e := range f.events {
		if e.Name == "proof.step" && (e.Run != "run-7" || e.Deployment != site) {
			t.Errorf("%+v", e)
		}
	}
}
