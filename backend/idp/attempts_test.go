package idp_test

import (
	"context"
	"net"
	"slices"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// waits begins a sign-in at which nobody does anything, and calls with its
// prompt.
func (r *rehearsal) waits(t *testing.T, draft idp.Draft, wait time.Duration, then func(ctx context.Context, stop context.CancelFunc, p event.Prompt)) proof.Report {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	report, err := r.providers.SignIn(ctx, site, idp.SignInRequest{
		Draft: draft, Run: "run", Wait: wait, Prompt: func(p event.Prompt) { then(ctx, stop, p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestASignInThatNobodyAnswersSaysNothing(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.OIDC))
	r.signIn(t, saved.Draft(), "anna")
	proved := r.light(t, saved.ID)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for name, try := range map[string]func() proof.Report{
		"port": func() proof.Report {
			draft := saved.Draft()
			draft.Settings.LoopbackPort = uint16(taken.Addr().(*net.TCPAddr).Port)
			return r.waits(t, draft, time.Minute, func(context.Context, context.CancelFunc, event.Prompt) {
				t.Error("a person is asked to sign in")
			})
		},
		"cancelled": func() proof.Report {
			return r.waits(t, saved.Draft(), time.Minute, func(_ context.Context, stop context.CancelFunc, _ event.Prompt) { stop() })
		},
		"locked": func() proof.Report {
			return r.waits(t, saved.Draft(), time.Minute, func(context.Context, context.CancelFunc, event.Prompt) {
				r.bus.Publish(event.Event{Name: "vault.locked"})
			})
		},
		"timeout": func() proof.Report {
			return r.waits(t, saved.Draft(), time.Nanosecond, func(context.Context, context.CancelFunc, event.Prompt) {})
		},
	} {
		if report := try(); report.Verdict != proof.Failed {
			t.Errorf("%s: %s", name, report.Verdict)
		}
		if got := r.light(t, saved.ID); got != proved {
			t.Errorf("%s: the light is %s", name, got)
		}
	}
}

func TestAnAnswerIsPasted(t *testing.T) {
	r := newRehearsal(t)
	draft := r.draft(signin.OIDC)
	browsing := make(chan error, 1)
	report, err := r.providers.SignIn(t.Context(), site, idp.SignInRequest{
		Draft: draft, Run: "run", ByHand: true, Wait: time.Minute,
		Prompt: func(p event.Prompt) {
			go func() {
				exit, err := r.browser.Choose(p.URL, "anna")
				if err == nil {
					err = r.pastes(exit.URL)
				}
				browsing <- err
			}()
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-browsing; err != nil {
		t.Fatal(err)
	}
	if report.Verdict == proof.Failed || report.Identity == nil {
		t.Errorf("%s %v", report.Verdict, failed(report))
	}
	if err := r.providers.Answer("run", []byte("https://portal.example/?code=1&state=2")); !fault.HasCode(err, idp.CodeNoAttempt) {
		t.Errorf("after its end: %v", err)
	}
}

// pastes pastes something else first, which must not disturb.
func (r *rehearsal) pastes(address string) error {
	if err := r.providers.Answer("run", []byte("what is this?")); !fault.HasCode(err, "idp.paste_unreadable") {
		return err
	}
	return r.providers.Answer("run", []byte(address))
}

func TestASecondAnswerIsRefused(t *testing.T) {
	r := newRehearsal(t)
	answer := []byte("https://portal.rehearsal.example/sign-in/oidc?code=c&state=s")
	report := r.waits(t, r.draft(signin.OIDC), time.Minute, func(context.Context, context.CancelFunc, event.Prompt) {
		if err := r.providers.Answer("run", answer); err != nil {
			t.Errorf("the first: %v", err)
		}
		if err := r.providers.Answer("run", answer); !fault.HasCode(err, idp.CodeNoAttempt) {
			t.Errorf("the second: %v", err)
		}
	})
	if report.Identity != nil {
		t.Error("an answer of another attempt was taken")
	}
}

func TestASecondSignInUnderARunEndsTheFirst(t *testing.T) {
	r := newRehearsal(t)
	nothing := func(context.Context, context.CancelFunc, event.Prompt) {}
	first := r.waits(t, r.draft(signin.OIDC), time.Minute, func(context.Context, context.CancelFunc, event.Prompt) {
		r.waits(t, r.draft(signin.OIDC), time.Nanosecond, nothing)
	})
	at := slices.IndexFunc(first.Steps, func(s proof.Step) bool { return s.Finding != nil })
	if at < 0 || first.Steps[at].Finding.Code != signin.CodeCancelled {
		t.Errorf("%v", failed(first))
	}
}

func TestASignInByHandNeedsACallback(t *testing.T) {
	f := newFixture(t)
	draft := university()
	draft.Settings.CallbackURL = ""
	_, err := f.providers.SignIn(t.Context(), site, idp.SignInRequest{Draft: draft, ByHand: true})
	if !slices.Equal(fields(err), []string{"callbackUrl"}) {
		t.Errorf("error %v", err)
	}
}
