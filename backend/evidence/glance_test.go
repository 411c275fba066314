package evidence_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/evidence"
)

// markOfP is what the first version stored of the password "p" under a salt of
// 32 zeros.
func markOfP() string {
	mac := hmac.New(sha256.New, make([]byte, 32))
	mac.Write([]byte("p"))
	return string(mac.Sum(nil))
}

func TestAGlanceSaysWhatExplainsTheVerdict(t *testing.T) {
	r := report("a", 3, encrypted(begin()), warned("capability"), failed("authenticate"))
	g := evidence.GlanceOf(r, password("a canary"), words())
	if g.Code != "imap.thing" || g.Cause != "The server says no." || !g.LeafEnd.Equal(begin()) || !g.StartedAt.Equal(r.StartedAt) {
		t.Errorf("%+v", g)
	}
	doc, err := json.Marshal(g)
	if err != nil || strings.Contains(string(doc), "canary") {
		t.Errorf("%s, %v", doc, err)
	}
	var again evidence.Glance
	if err := json.Unmarshal(doc, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(g.Status("a", password("a canary"), begin()), again.Status("a", password("a canary"), begin())); diff != "" {
		t.Errorf("what is read back says something else: %s", diff)
	}
	if status := again.Status("a", password("another"), begin()); status.Light != evidence.Stale {
		t.Errorf("another password: %+v", status)
	}
}

// TestAGlanceIsSmall whatever a server says, and cuts no character.
func TestAGlanceIsSmall(t *testing.T) {
	r := report("a", 0, failed("authenticate"))
	for extra := range 4 {
		r.Steps[0].Finding.Cause = strings.Repeat("x", extra) + strings.Repeat("€", 10_000)
		g := evidence.GlanceOf(r, password("p"), words())
		if len(g.Cause) > 410 || !utf8.ValidString(g.Cause) {
			t.Errorf("the cause has %d bytes: %q", len(g.Cause), g.Cause)
		}
	}
}

// BenchmarkGlanceStatus10000 is what a list of ten thousand things costs.
func BenchmarkGlanceStatus10000(b *testing.B) {
	glances := make([][]byte, 10_000)
	for i := range glances {
		g := evidence.GlanceOf(report(fmt.Sprint(i), i, encrypted(begin().AddDate(1, 0, 0))), password("p"), words())
		doc, err := json.Marshal(g)
		if err != nil {
			b.Fatal(err)
		}
		glances[i] = doc
	}
	stored, now := password("p"), time.Now()
	for b.Loop() {
		for i, doc := range glances {
			var g evidence.Glance
			if err := json.Unmarshal(doc, &g); err != nil {
				b.Fatal(err)
			}
			if g.Status(fmt.Sprint(i), stored, now); g.IsZero() {
				b.Fatal("nothing was read")
			}
		}
	}
}
