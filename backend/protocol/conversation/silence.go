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

// AwaitGreeting waits until read has read the server's first words, or failed.
// A server that waits for a TLS hello itself says nothing: while it is silent,
// and when it has hung up without a word, hello tries TLS on a connection of its
// own, at most once. Where the server answered in TLS, expectedTLS says so and
// err is why the greeting did not come. A nil hello finds nothing out.
func (c *Conversation) AwaitGreeting(hello func(context.Context) proof.Report, read func() error) (expectedTLS *proof.Finding, err error) {
	watch := c.watchSilence(hello)
	err = read()
	watch.end()
	report, answered := watch.report, answeredTLS(watch.report)
	switch {
	case err == nil:
		return nil, nil
	case !watch.tried && (dial.IsTimeout(err) || dial.IsClosed(err)):
		report, answered = c.waitsForTLS(hello)
	}
	if !answered {
		return nil, err
	}
	f := c.expectedTLS(report)
	return &f, err
}

// silence finds out, while a greeting is waited for, whether the server waits
// for a TLS hello itself. Without it the answer would come only when the step
// has timed out.
type silence struct {
	// tried: the hello was sent. report is what came of it. Both hold only
	// after end.
	tried  bool
	report proof.Report

	stop context.CancelFunc
	done chan struct{}
}

// watchSilence begins to watch; once the server has answered in TLS, whoever
// reads from the connection is woken. A nil hello watches nothing.
func (c *Conversation) watchSilence(hello func(context.Context) proof.Report) *silence {
	ctx, stop := context.WithCancel(c.ctx)
	w := &silence{stop: stop, done: make(chan struct{})}
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
		w.tried = true
		w.report = hello(ctx)
		if answeredTLS(w.report) {
			_ = c.Conn.SetReadDeadline(time.Unix(1, 0)) // which is over
		}
	}()
	return w
}

// end stops watching.
func (w *silence) end() {
	w.stop()
	<-w.done
}

// waitsForTLS finds out whether a server that has hung up before it said a word
// waits for a TLS hello; the report is what the hello came to. A nil hello finds
// nothing out.
func (c *Conversation) waitsForTLS(hello func(context.Context) proof.Report) (report proof.Report, waits bool) {
	if hello == nil || c.ctx.Err() != nil {
		return report, false
	}
	report = hello(c.ctx)
	if !answeredTLS(report) {
		c.Recorder.Note("no greeting; a TLS hello on a second connection was not answered either")
		return report, false
	}
	return report, true
}

// answeredTLS reports whether the step tls of a proof met TLS, be it one that
// was refused.
func answeredTLS(report proof.Report) bool {
	for _, step := range report.Steps {
		if step.Name != "tls" || step.Verdict == proof.Skipped {
			continue
		}
		return step.Finding == nil || strings.HasPrefix(step.Finding.Code, "tls.") && step.Finding.Code != dial.CodeNotTLS
	}
	return false
}

// expectedTLS explains a port that speaks TLS from the first byte; report is
// what the hello came to.
func (c *Conversation) expectedTLS(report proof.Report) proof.Finding {
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
