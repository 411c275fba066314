package proof_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

func TestRecorderKeepsTheCourseOfAProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []string
		rec := proof.NewRecorder(proof.Report{Subject: "smtp"}, redactor("hunter2"), func(p proof.Progress) {
			seen = append(seen, p.Step.Name+" "+string(p.Step.Verdict))
		})
		rec.Step("connect", func() proof.Outcome {
			time.Sleep(3 * time.Millisecond) // of the bubble's clock
			rec.Server("220 hi\x1b")
			return proof.Pass("there")
		})
		rec.Step("tls", func() proof.Outcome { return proof.Warn(proof.Finding{Code: "tls.expires_soon"}) })
		rec.Step("authenticate", func() proof.Outcome {
			rec.BeginSignIn()
			rec.ClientMasked("AUTH PLAIN ")
			rec.Client("aHVudGVyMg==")
			rec.Server("334 unknown")
			rec.EndSignIn()
			rec.Server("535 hunter2 is wrong")
			return proof.Outcome{Failures: []proof.Finding{
				{Code: "auth.rejected", Cause: "hunter2", Remote: &fault.Remote{Text: "hunter2 is wrong"}},
				{Code: "second"},
			}}
		})
		rec.Step("quit", func() proof.Outcome { t.Error("tried after a failure"); return proof.Outcome{} })
		report := rec.Report()
		if report.Verdict != proof.Failed || report.DurationMs != 3 || !report.StartedAt.Equal(time.Now().Add(-3*time.Millisecond)) {
			t.Errorf("%s, %d ms, %s", report.Verdict, report.DurationMs, report.StartedAt)
		}
		wantSteps := []proof.Step{
			{Name: "connect", Verdict: proof.Passed, DurationMs: 3, Detail: "there"},
			{Name: "tls", Verdict: proof.Warned, Finding: &proof.Finding{Code: "tls.expires_soon"}},
			{
				Name: "authenticate", Verdict: proof.Failed,
				Finding: &proof.Finding{Code: "auth.rejected", Cause: proof.Mask, Remote: &fault.Remote{Text: proof.Mask + " is wrong"}},
				Also:    []proof.Finding{{Code: "second"}},
			},
			{Name: "quit", Verdict: proof.Skipped},
		}
		if diff := cmp.Diff(wantSteps, report.Steps); diff != "" {
			t.Error(diff)
		}
		wantLines := []proof.Line{
			{At: 3, From: "server", Text: `220 hi\x1b`},
			{At: 3, From: "client", Text: "AUTH PLAIN " + proof.Mask},
			{At: 3, From: "client", Text: proof.Mask},
			{At: 3, From: "server", Text: proof.Mask},
			{At: 3, From: "server", Text: "535 " + proof.Mask + " is wrong"},
		}
		if diff := cmp.Diff(wantLines, report.Transcript); diff != "" {
			t.Error(diff)
		}
		want := []string{"connect ", "connect passed", "tls ", "tls warned", "authenticate ", "authenticate failed", "quit skipped"}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTranscriptIsBounded(t *testing.T) {
	for name, line := range map[string]string{"long lines": strings.Repeat("x", 60<<10), "empty lines": ""} {
		rec := proof.NewRecorder(proof.Report{}, nil, nil)
		for range 100_000 {
			rec.Server(line)
		}
		report := rec.Report()
		size := 0
		for _, l := range report.Transcript {
			size += len(l.Text)
		}
		if !report.TranscriptCut || size > proof.MaxTranscript || len(report.Transcript) > 10_000 {
			t.Errorf("%s: %d lines, %d bytes, cut %v", name, len(report.Transcript), size, report.TranscriptCut)
		}
	}
}

// TestWarningStays: a step that passes later does not take a warning back.
func TestWarningStays(t *testing.T) {
	rec := proof.NewRecorder(proof.Report{}, nil, nil)
	rec.Step("tls", func() proof.Outcome { return proof.Warn(proof.Finding{Code: "x"}) })
	rec.Step("quit", func() proof.Outcome { return proof.Pass("") })
	if got := rec.Report().Verdict; got != proof.Warned {
		t.Errorf("verdict %s", got)
	}
}
