package evidence_test

import (
	"testing"
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

func TestUnsavedProofsAreFoundBySettingsAndSecrets(t *testing.T) {
	t.Parallel()
	var u evidence.Unsaved
	words := evidence.Words{Level: func(level string) string { return level }}
	one := account.Secrets{Password: secret.FromString("one")}
	other := account.Secrets{Password: secret.FromString("other")}
	hold := func(hash string, at int64) {
		report := proof.Report{ConfigHash: hash, Verdict: proof.Passed, StartedAt: time.Unix(at, 0)}
		u.Hold("place", report, evidence.GlanceOf(report, one, words), u.Epoch())
	}
	hold("a", 1)
	hold("a", 2)
	if report, _, ok := u.Newest("place", "a", one); !ok || report.StartedAt.Unix() != 2 {
		t.Errorf("found %v, of %v", ok, report.StartedAt)
	}
	for name, ask := range map[string]func() bool{
		"elsewhere":      func() bool { _, _, ok := u.Newest("other", "a", one); return ok },
		"other settings": func() bool { _, _, ok := u.Newest("place", "b", one); return ok },
		"another secret": func() bool { _, _, ok := u.Newest("place", "a", other); return ok },
	} {
		if ask() {
			t.Errorf("%s: one is found", name)
		}
	}
	for i := range 16 {
		hold("b", int64(i))
	}
	if _, _, ok := u.Newest("place", "a", one); ok {
		t.Error("too many are held")
	}
}

func TestWhatBeganBeforeALockIsNotHeldAfterIt(t *testing.T) {
	t.Parallel()
	var u evidence.Unsaved
	epoch := u.Epoch()
	u.Forget()
	u.Hold("place", proof.Report{ConfigHash: "a"}, evidence.Glance{Hash: "a"}, epoch)
	if _, _, ok := u.Newest("place", "a", account.Secrets{}); ok {
		t.Error("it is held")
	}
}
