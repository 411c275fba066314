package oidc_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
	"patchbay/backend/protocol/signin"
)

// endless sends the same for ever.
func endless(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"keys":[`)
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, text); err != nil {
				return
			}
		}
	}
}

// expiring is a context whose deadline passes when the test says so.
type expiring struct {
	context.Context
	done chan struct{}
}

// Done implements [context.Context].
func (e expiring) Done() <-chan struct{} { return e.done }

// Err implements [context.Context].
func (e expiring) Err() error {
	select {
	case <-e.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// allocated is what a function allocates, in bytes.
func allocated(try func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	try()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestSC21HostileProvider: whatever it sends, a provider costs at most 32 MiB
// more than a good one, everything that was allocated counted.
func TestSC21HostileProvider(t *testing.T) {
	good := func(*evil) {}
	for name, edit := range map[string]func(*evil){
		"endless discovery": func(e *evil) { e.discover = endless(`{},`) },
		"endless keys":      func(e *evil) { e.keys = endless(`{"kty":"oct"},`) },
		"a million keys": func(e *evil) {
			e.keys = page(200, "application/json", `{"keys":[{}`+strings.Repeat(`,{}`, 300_000)+`]}`)
		},
		"many keys": func(e *evil) {
			e.keys = page(200, "application/json", `{"keys":[{}`+strings.Repeat(`,{}`, 15_000)+`]}`)
		},
		"a million values": func(e *evil) {
			e.discover = page(200, "application/json", `{"a":[0`+strings.Repeat(`,0`, 500_000)+`]}`)
		},
		"deep": func(e *evil) {
			e.discover = page(200, "application/json", strings.Repeat("[", 9000)+strings.Repeat("]", 9000))
		},
		"a huge key":     func(e *evil) { e.keys = page(200, "application/json", keySetOf(rsaOf(1<<17))) },
		"endless tokens": func(e *evil) { e.token = endless(`{},`) },
		"a huge token": func(e *evil) {
			e.tokens = func(m map[string]any) { m["access_token"] = strings.Repeat("a", 900<<10) }
		},
		"a long token":   func(e *evil) { e.tokens = func(m map[string]any) { m["access_token"] = strings.Repeat("a", 63<<10) } },
		"endless user":   func(e *evil) { e.userInfo = endless(`{},`) },
		"a long refusal": func(e *evil) { e.token = page(400, "application/json", `{"error":"`+strings.Repeat("x", 900<<10)+`"}`) },
		"many groups": func(e *evil) {
			e.claims = func(c map[string]any) {
				groups := make([]string, 3000)
				for i := range groups {
					groups[i] = fmt.Sprint("group-", i)
				}
				c["groups"] = groups
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			run := func(edit func(*evil)) (report proof.Report, cost uint64) {
				e := newEvil(t)
				edit(e)
				r := e.request(e.settings())
				cost = allocated(func() { report = e.signIn(t, r) })
				return report, cost
			}
			_, usual := run(good)
			report, cost := run(edit)
			if cost > usual+32<<20 {
				t.Errorf("%d MiB, %d MiB more than usual", cost>>20, (cost-usual)>>20)
			}
			t.Logf("%d KiB; %v", cost>>10, verdicts(report))
			size := 0
			for _, line := range report.Transcript {
				size += len(line.Text)
			}
			if size > proof.MaxTranscript {
				t.Errorf("a transcript of %d bytes", size)
			}
		})
	}
}

// TestDeadline: a provider that is silent until the time is up.
func TestDeadline(t *testing.T) {
	e := newEvil(t)
	ctx := expiring{t.Context(), make(chan struct{})}
	e.keys = func(_ http.ResponseWriter, r *http.Request) {
		close(ctx.done)
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // a return would answer 200 on a connection that is half closed
	}
	report := oidc.Check(ctx, e.request(e.settings()))
	if got := step(t, report, "O04"); got.Verdict != proof.Failed || got.Finding.Code != "net.timeout" || got.Finding.Fields[0] != "issuer" {
		t.Errorf("%+v", got)
	}
}

// TestCancelled: whoever cancels is told that, and nothing else.
func TestCancelled(t *testing.T) {
	e := newEvil(t)
	ctx, cancel := context.WithCancel(t.Context())
	e.keys = func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // a return would answer 200 on a connection that is half closed
	}
	report := oidc.Check(ctx, e.request(e.settings()))
	if got := step(t, report, "O04"); got.Verdict != proof.Failed || got.Finding.Code != signin.CodeCancelled {
		t.Errorf("%+v", got.Finding)
	}
}

// TestThreeEndings: cancelled is neither a timeout nor a refusal.
func TestThreeEndings(t *testing.T) {
	e := newEvil(t)
	for reason, code := range map[signin.EndReason]string{
		signin.Cancelled: signin.CodeCancelled, signin.TimedOut: signin.CodeTimeout, signin.NoPort: signin.CodeCheckFailed,
	} {
		attempt, _ := oidc.Begin(t.Context(), e.request(e.settings()), signin.Location{URL: callbackURL})
		report := attempt.End(signin.Ending{Reason: reason, Waited: 3 * time.Minute, Strays: 2, LastStray: "state"})
		got := step(t, report, "O09")
		if got.Verdict != proof.Failed || got.Finding.Code != code || len(report.Steps) != len(everything()) {
			t.Errorf("%s: %+v", reason, got)
		}
		if strays := reason == signin.TimedOut; strays != (len(got.Also) == 1 && got.Also[0].Code == signin.CodeStateMismatch) {
			t.Errorf("%s: %+v", reason, got.Also)
		}
		if reason == signin.TimedOut && !strings.Contains(got.Finding.Cause, "that belongs to this attempt") {
			t.Errorf("%q", got.Finding.Cause)
		}
		if s := step(t, report, "O12"); s.Verdict != proof.Skipped || s.Detail == "" {
			t.Errorf("%s: %+v", reason, s)
		}
	}
}
