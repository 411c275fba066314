package conversation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
)

// patience is how long a server may stay silent before a hello is tried: most
// greet at once, and one that is merely slow loses nothing by the second
// connection.
const patience = 2 * time.Second

// Silence finds out, while a greeting is waited for, whether the server waits
// for a TLS hello itself. Without it the answer would come only when the step
// has timed out.
type Silence struct {
	// Tried: the hello was sent. Report is what came of it. Both hold only
	// after [Silence.End].
	Tried  bool
	Report proof.Report

	stop context.CancelFunc
	done chan struct{}
}

// WatchSilence begins to watch; hello tries TLS on a connection of its own, and
// answered is called when the server has answered in it. A nil hello watches
// nothing.
func (c *Conversation) WatchSilence(hello func(context.Context) proof.Report, answered func()) *Silence {
	ctx, stop := context.WithCancel(c.ctx)
	w := &Silence{stop: stop, done: make(chan struct{})}
	if hello == nil {
		close(w.done)
		return w
	}
	go func() {
		defer close(w.done)
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(patience, c.timeout/4)):
		}
		w.Tried = true
		w.Report = hello(ctx)
		if AnsweredTLS(w.Report) {
			answered()
		}
	}()
	return w
}

// End stops watching and reports whether the server answered in TLS.
func (w *Silence) End() (answered bool) {
	w.stop()
	<-w.done
	return w.Tried && AnsweredTLS(w.Report)
}

// WaitsForTLS finds out whether a server that has hung up before it said a word
// waits for a TLS hello; the report is what the hello came to. A nil hello finds
// nothing out.
func (c *Conversation) WaitsForTLS(hello func(context.Context) proof.Report) (report proof.Report, waits bool) {
	if hello == nil || c.ctx.Err() != nil {
		return report, false
	}
	report = hello(c.ctx)
	if !AnsweredTLS(report) {
		c.Recorder.Note("no greeting; a TLS hello on a second connection was not answered either")
		return report, false
	}
	return report, true
}

// AnsweredTLS reports whether the step tls of a proof met TLS, be it one that
// was refused.
func AnsweredTLS(report proof.Report) bool {
	for _, step := range report.Steps {
		if step.Name != "tls" || step.Verdict == proof.Skipped {
			continue
		}
		return step.Finding == nil || strings.HasPrefix(step.Finding.Code, "tls.") && step.Finding.Code != dial.CodeNotTLS
	}
	return false
}

// ExpectedTLS explains a port that speaks TLS from the first byte; report is
// what the hello came to.
func (c *Conversation) ExpectedTLS(report proof.Report) proof.Finding {
	c.Recorder.Note("no greeting; a TLS hello on a second connection was answered")
	f := proof.Finding{
		Code:   dial.CodeExpectedTLS,
		Cause:  "The server waits for TLS from the first byte on this port, and therefore sent no greeting.",
		Remedy: fmt.Sprintf("Choose implicit TLS for port %d, or the port for %s.", c.Port, c.Settings.Security.Words()),
		Fields: []string{"port", "security"},
	}
	if report.Verdict != proof.Failed {
		f.Alternative = Door{c.Port, account.SecurityImplicitTLS}.Alternative("Use implicit TLS on this port")
	}
	return f
}
