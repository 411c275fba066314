package idp_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/idp"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

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

func TestSC25_NothingThatIsKeptOrToldHoldsASecret(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.OIDC))
	r.signIn(t, saved.Draft(), "anna")
	r.assertNoSecret(t, string(r.server.ClientSecret().Reveal()), saved.ID)
}

func TestCertificatesInMetadataAtAnAddressAreWatched(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.SAML))
	r.check(t, saved.Draft())
	r.signIn(t, saved.Draft(), "anna")
	ends, err := r.providers.Ends(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(ends, func(e idp.End) bool { return e.Kind == idp.EndSigning }) {
		t.Errorf("no certificate of the provider among %+v", ends)
	}
}

func TestAnUnansweredSignInDoesNotComeBackWithASave(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.OIDC))
	r.signIn(t, saved.Draft(), "anna")
	proved := r.light(t, saved.ID)
	if report := r.waits(t, saved.Draft(), time.Nanosecond, func(context.Context, context.CancelFunc, event.Prompt) {}); report.Verdict != proof.Failed {
		t.Fatalf("it came to %s", report.Verdict)
	}
	renamed := saved.Draft()
	renamed.Settings.Name = "Another name"
	r.save(t, renamed)
	if got := r.light(t, saved.ID); got != proved {
		t.Errorf("the light is %s", got)
	}
}

func TestAnUnansweredSignInIsShownWhereThereIsNoOther(t *testing.T) {
	r := newRehearsal(t)
	saved := r.save(t, r.draft(signin.OIDC))
	r.waits(t, saved.Draft(), time.Nanosecond, func(context.Context, context.CancelFunc, event.Prompt) {})
	if got := r.get(t, saved.ID); got.Status.Light != evidence.Failed || got.Status.Summary != "Nobody came back from the provider" {
		t.Errorf("%s, %q", got.Status.Light, got.Status.Summary)
	}
}
