package idp

import (
	"strconv"
	"testing"
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

func TestTheLightOfTwoProofs(t *testing.T) {
	t.Parallel()
	settings := signin.Settings{Type: signin.OIDC, Issuer: "https://login.example.com", ClientID: "desk"}
	secrets := signin.Secrets{ClientSecret: secret.FromString("hush")}
	now := time.Unix(1_800_000_000, 0)
	other := settings
	other.ClientID = "other"
	glance := func(level string, verdict proof.Verdict, of signin.Settings, ago time.Duration) evidence.Glance {
		return glanceOf(proof.Report{
			Level: level, Verdict: verdict, ConfigHash: of.Hash(), StartedAt: now.Add(-ago),
			Steps: []proof.Step{{Name: "O15", Verdict: verdict}},
		}, secrets)
	}
	passedCheck := glance(signin.LevelCheck, proof.Passed, settings, time.Minute)
	failedCheck := glance(signin.LevelCheck, proof.Failed, settings, time.Minute)
	oldFailure := glance(signin.LevelCheck, proof.Failed, settings, 3*time.Hour)
	otherCheck := glance(signin.LevelCheck, proof.Passed, other, time.Minute)
	signedIn := glance(signin.LevelSignIn, proof.Warned, settings, time.Hour)
	refused := glance(signin.LevelSignIn, proof.Failed, settings, time.Hour)
	otherSignIn := glance(signin.LevelSignIn, proof.Passed, other, time.Hour)
	for _, tt := range []struct {
		name          string
		signIn, check evidence.Glance
		light         evidence.Light
		level         string
	}{
		{"none", evidence.Glance{}, evidence.Glance{}, evidence.Never, ""},
		{"a check alone", evidence.Glance{}, passedCheck, evidence.Proved, signin.LevelCheck},
		{"a check after a sign-in", signedIn, passedCheck, evidence.Warned, signin.LevelSignIn},
		{"a failed check after a sign-in", signedIn, failedCheck, evidence.Failed, signin.LevelCheck},
		{"a sign-in after a failed check", signedIn, oldFailure, evidence.Warned, signin.LevelSignIn},
		{"a check after a failed sign-in", refused, passedCheck, evidence.Failed, signin.LevelSignIn},
		{"a check after a sign-in of other settings", otherSignIn, passedCheck, evidence.Proved, signin.LevelCheck},
		{"a sign-in of other settings", otherSignIn, evidence.Glance{}, evidence.Stale, signin.LevelSignIn},
		{"a check of other settings", evidence.Glance{}, otherCheck, evidence.Stale, signin.LevelCheck},
		{"a sign-in, and a check of other settings", signedIn, otherCheck, evidence.Warned, signin.LevelSignIn},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			state := stateRecord{SignIn: tt.signIn, Check: tt.check}
			if got := state.light(settings, secrets, now); got.Light != tt.light || got.level != tt.level {
				t.Errorf("%s by %q instead of %s by %q", got.Light, got.level, tt.light, tt.level)
			}
		})
	}
}

func TestAnAssertionIsSeenOnce(t *testing.T) {
	t.Parallel()
	var s seen
	now := time.Unix(1_800_000_000, 0)
	if s.before("a", now.Add(time.Minute), now) || !s.before("a", now.Add(time.Minute), now) {
		t.Error("a second time is not recognised")
	}
	if s.before("a", now.Add(2*time.Minute), now.Add(time.Minute)) {
		t.Error("it is remembered for longer than it holds")
	}
	for i := range 3 * maxSeen {
		s.before(strconv.Itoa(i), now.Add(time.Duration(i)*time.Second), now)
	}
	if len(s.until) > maxSeen {
		t.Errorf("%d are remembered", len(s.until))
	}
	if !s.before(strconv.Itoa(3*maxSeen-1), now, now) {
		t.Error("the newest one was forgotten")
	}
}

func TestWhatIsKeptOfAPersonIsBounded(t *testing.T) {
	t.Parallel()
	claims := map[string]any{"email": "anna@example.com", "long": string(make([]byte, 2*maxStoredClaim))}
	for i := range 2000 {
		claims["group-"+strconv.Itoa(i)] = "member of a group with a long name"
	}
	kept := slim(proof.Report{Identity: &proof.Identity{Claims: claims}})
	if kept.Claims["email"] != "anna@example.com" || kept.Claims["long"] != nil && kept.Claims["long"] != cutClaim {
		t.Errorf("e-mail %v, long %v", kept.Claims["email"], kept.Claims["long"])
	}
	if len(kept.Claims) > 2000 || len(claims) != 2002 {
		t.Errorf("%d are kept", len(kept.Claims))
	}
}

func TestAFailureIsSummedUpByWhatWasLookedAt(t *testing.T) {
	t.Parallel()
	failed := func(step proof.Step) proof.Report {
		step.Verdict = proof.Failed
		return proof.Report{Level: signin.LevelSignIn, Verdict: proof.Failed, Steps: []proof.Step{{Name: "O01", Verdict: proof.Passed}, step}}
	}
	for want, report := range map[string]proof.Report{
		"Failed at O17: Audience":            failed(proof.Step{Name: "O17", Title: "Audience"}),
		"Failed at encryption":               failed(proof.Step{Name: "tls"}),
		"Nobody came back from the provider": failed(proof.Step{Name: "O09", Finding: &proof.Finding{Code: signin.CodeTimeout}}),
		"Proved: somebody has signed in":     {Level: signin.LevelSignIn, Verdict: proof.Warned},
	} {
		if got := glanceOf(report, signin.Secrets{}).Summary; got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

func TestAProofGoesStaleWithACertificateOfTheProvider(t *testing.T) {
	t.Parallel()
	settings := signin.Settings{Type: signin.SAML, MetadataURL: "https://idp.example.com/metadata", SPEntityID: "desk"}
	other := settings
	other.SPEntityID = "another desk"
	began := time.Unix(1_800_000_000, 0)
	proved := glanceOf(proof.Report{
		Level: signin.LevelSignIn, Verdict: proof.Passed, ConfigHash: settings.Hash(), StartedAt: began,
	}, signin.Secrets{})
	found := func(of signin.Settings, end time.Duration) stateRecord {
		return stateRecord{SignIn: proved, Signers: &signers{Hash: of.Hash(), List: []signer{{"idp", began.Add(end)}}}}
	}
	for _, tt := range []struct {
		name  string
		state stateRecord
		after time.Duration
		light evidence.Light
	}{
		{"before its end", found(settings, time.Hour), time.Minute, evidence.Proved},
		{"after its end", found(settings, time.Hour), 2 * time.Hour, evidence.Stale},
		{"when it had ended before", found(settings, -time.Hour), 2 * time.Hour, evidence.Proved},
		{"with that of other settings", found(other, time.Hour), 2 * time.Hour, evidence.Proved},
	} {
		if got := tt.state.light(settings, signin.Secrets{}, began.Add(tt.after)); got.Light != tt.light {
			t.Errorf("%s it is %s (%s)", tt.name, got.Light, got.Summary)
		}
	}
}
