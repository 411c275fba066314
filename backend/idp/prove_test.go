package idp_test

import (
	"context"
	"net"
	"slices"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

// rehearsal is a provider on loopback with a person in front of a browser.
type rehearsal struct {
	*fixture
	server  *idpd.Server
	browser *script.Browser
}

func newRehearsal(t *testing.T) *rehearsal {
	t.Helper()
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return &rehearsal{newFixture(t), server, script.NewBrowser(t, server.CAPEM())}
}

// draft reaches the provider by a protocol.
func (r *rehearsal) draft(t signin.Type) idp.Draft {
	settings, clientSecret := r.server.Settings(t)
	draft := idp.Draft{Settings: settings, Secrets: signin.KeepSecrets()}
	if clientSecret.IsSet() {
		draft.Secrets.ClientSecret = secret.Input{Change: secret.Set, Value: clientSecret}
	}
	return draft
}

// signIn lets a person sign in with a draft.
func (r *rehearsal) signIn(t *testing.T, draft idp.Draft, person string) proof.Report {
	t.Helper()
	var browsing error
	done := make(chan struct{})
	report, err := r.providers.SignIn(t.Context(), site, idp.SignInRequest{
		Draft: draft, Run: "run", Wait: time.Minute,
		Prompt: func(p event.Prompt) {
			go func() {
				defer close(done)
				_, browsing = r.browser.SignIn(p.URL, person)
			}()
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	<-done
	if browsing != nil {
		t.Fatalf("the browser: %v", browsing)
	}
	return report
}

func (r *rehearsal) check(t *testing.T, draft idp.Draft) proof.Report {
	t.Helper()
	report, err := r.providers.Check(t.Context(), site, idp.ProofRequest{Draft: draft, Run: "run"})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (r *rehearsal) light(t *testing.T, id string) evidence.Light {
	t.Helper()
	return r.get(t, id).Status.Light
}

// failed lists the checks that a report failed at.
func failed(report proof.Report) []string {
	var names []string
	for _, step := range report.Steps {
		if step.Verdict == proof.Failed {
			names = append(names, step.Name+": "+step.Finding.Code+" "+step.Finding.Cause)
		}
	}
	return names
}

func types() []signin.Type { return []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} }

func TestASignInProvesMoreThanACheck(t *testing.T) {
	for _, protocol := range types() {
		t.Run(string(protocol), func(t *testing.T) {
			r := newRehearsal(t)
			saved := r.save(t, r.draft(protocol))
			checked := r.check(t, saved.Draft())
			if checked.Verdict == proof.Failed || checked.Unsaved != "" {
				t.Fatalf("the check: %s %v", checked.Verdict, failed(checked))
			}
			const unproved = "Proved: the settings hold; nobody has signed in yet"
			if got := r.get(t, saved.ID); got.Status.Summary != unproved || got.LastCheck == nil || got.LastSignIn != nil {
				t.Errorf("after a check: %q", got.Status.Summary)
			}
			report := r.signIn(t, saved.Draft(), "anna")
			if report.Verdict == proof.Failed || report.Identity == nil || report.Email != "anna@example.com" {
				t.Fatalf("the sign-in: %s %v %+v", report.Verdict, failed(report), report.Identity)
			}
			got := r.get(t, saved.ID)
			if got.Status.Summary != "Proved: somebody has signed in" || got.LastSignIn == nil {
				t.Errorf("after a sign-in: %q", got.Status.Summary)
			}
			r.check(t, saved.Draft())
			if got := r.get(t, saved.ID); got.Status.Summary != "Proved: somebody has signed in" {
				t.Errorf("a check takes the place of the sign-in: %q", got.Status.Summary)
			}
			if !slices.Contains(r.names(), "idp.proved") || !slices.Contains(r.names(), "signin.prompt") || !slices.Contains(r.names(), "proof.step") {
				t.Errorf("events %v", r.names())
			}
		})
	}
}

func TestAFailedSignInTakesTheLight(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.OIDC))
	r.signIn(t, saved.Draft(), "anna")
	if err := r.server.SetFault("wrong-audience"); err != nil {
		t.Fatal(err)
	}
	if report := r.signIn(t, saved.Draft(), "anna"); report.Verdict != proof.Failed {
		t.Fatalf("verdict %s", report.Verdict)
	}
	if got := r.light(t, saved.ID); got != evidence.Failed {
		t.Errorf("the light is %s", got)
	}
}

func TestAChangeMakesAProofStale(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.OIDC))
	r.signIn(t, saved.Draft(), "anna")
	light := r.light(t, saved.ID)
	renamed := saved.Draft()
	renamed.Settings.Name, renamed.Settings.SelfServiceSignUp = "Another name", true
	saved = r.save(t, renamed)
	if got := r.light(t, saved.ID); got != light {
		t.Errorf("another name makes it %s", got)
	}
	other := saved.Draft()
	other.Settings.AllowedDomains = []string{"example.org"}
	changed := r.save(t, other)
	if got := r.light(t, saved.ID); got != evidence.Stale {
		t.Errorf("another domain makes it %s", got)
	}
	back := changed.Draft()
	back.Settings.AllowedDomains = saved.Settings.AllowedDomains
	saved = r.save(t, back)
	if got := r.light(t, saved.ID); got != light {
		t.Errorf("the old domain makes it %s", got)
	}
	typed := saved.Draft()
	typed.Secrets.ClientSecret = set("another secret")
	r.save(t, typed)
	if got := r.light(t, saved.ID); got != evidence.Stale {
		t.Errorf("another secret makes it %s", got)
	}
}

func TestWhoTestsFirstHasProvedWhatIsSaved(t *testing.T) {
	for _, protocol := range types() {
		t.Run(string(protocol), func(t *testing.T) {
			r := newRehearsal(t)
			if report := r.signIn(t, r.draft(protocol), "anna"); report.Verdict == proof.Failed {
				t.Fatal(failed(report))
			}
			saved := r.save(t, r.draft(protocol))
			if got := r.get(t, saved.ID); got.Status.Summary != "Proved: somebody has signed in" || got.LastSignIn == nil {
				t.Errorf("it is %q", got.Status.Summary)
			}
		})
	}
}

func TestTheLockForgetsWhatWasTested(t *testing.T) {
	r := newRehearsal(t)
	r.signIn(t, r.draft(signin.OIDC), "anna")
	r.bus.Publish(event.Event{Name: "vault.locked"})
	saved := r.save(t, r.draft(signin.OIDC))
	if got := r.light(t, saved.ID); got != evidence.Never {
		t.Errorf("it is %s", got)
	}
}

func TestAProofOfADraftLeavesTheLightAlone(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.OIDC))
	draft := saved.Draft()
	draft.Settings.EmailClaim = "nickname"
	r.check(t, draft)
	if got := r.light(t, saved.ID); got != evidence.Never {
		t.Errorf("it is %s", got)
	}
}

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

func TestSC25_NothingThatIsKeptOrToldHoldsASecret(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.OIDC))
	r.signIn(t, saved.Draft(), "anna")
	r.assertNoSecret(t, string(r.server.ClientSecret().Reveal()), saved.ID)
}
