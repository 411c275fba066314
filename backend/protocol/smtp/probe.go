package smtp

import (
	"context"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// probeWith proves the level connect with another security on the same host
// and port: no credential is involved.
func (s *session) probeWith(ctx context.Context, security Security) proof.Report {
	v := visit{request: withoutSignIn(s.request, s.settings), host: s.host, addrs: s.addrs}
	v.request.Timeout, v.probe = s.request.Timeout, true
	return v.knock(ctx, door{s.port, security}, s.addrs).report
}

// silence finds out, while a greeting is waited for, whether the server waits
// for a TLS hello itself. Without it the answer would come only when the step
// has timed out.
type silence struct {
	stop   context.CancelFunc
	done   chan struct{}
	tried  bool         // the hello was sent
	report proof.Report // of the hello
}

// patience is how long a server may stay silent before a hello is tried: most
// greet at once, and one that is merely slow loses nothing by the second
// connection.
const patience = 2 * time.Second

// watchSilence begins to watch. When the server answers in TLS, answered is
// called.
func (s *session) watchSilence(answered func()) *silence {
	ctx, stop := context.WithCancel(s.ctx)
	w := &silence{stop: stop, done: make(chan struct{})}
	if s.probe || s.encrypted {
		close(w.done)
		return w
	}
	go func() {
		defer close(w.done)
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(patience, s.timeout/4)):
		}
		w.tried = true
		w.report = s.probeWith(ctx, SecurityImplicitTLS)
		if answeredTLS(w.report) {
			answered()
		}
	}()
	return w
}

// end stops watching and reports whether the server answered in TLS.
func (w *silence) end() (tls bool) {
	w.stop()
	<-w.done
	return w.tried && answeredTLS(w.report)
}

// expectsTLS finds out whether a server that has hung up waits for a TLS
// hello.
func (s *session) expectsTLS() (proof.Finding, bool) {
	if s.probe || s.encrypted || s.ctx.Err() != nil {
		return proof.Finding{}, false
	}
	report := s.probeWith(s.ctx, SecurityImplicitTLS)
	if !answeredTLS(report) {
		s.rec.Note("no greeting; a TLS hello on a second connection was not answered either")
		return proof.Finding{}, false
	}
	return s.expectedTLS(report), true
}

// expectedTLS explains a port that speaks TLS from the first byte.
func (s *session) expectedTLS(report proof.Report) proof.Finding {
	s.rec.Note("no greeting; a TLS hello on a second connection was answered")
	f := proof.Finding{
		Code:   dial.CodeExpectedTLS,
		Cause:  "The server waits for TLS from the first byte on this port, and therefore sent no greeting.",
		Remedy: fmt.Sprintf("Choose implicit TLS for port %d, or the port for %s.", s.port, s.settings.Security.Words()),
		Fields: []string{"port", "security"},
	}
	if report.Verdict != proof.Failed {
		f.Alternative = door{s.port, SecurityImplicitTLS}.alternative("Use implicit TLS on this port")
	}
	return f
}

// answeredTLS reports whether the step tls of a probe met TLS, be it one that
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

// offerSTARTTLS adds to a finding tls.not_tls the alternative STARTTLS if it
// works on this port.
func (s *session) offerSTARTTLS(f *proof.Finding) {
	if s.ctx.Err() != nil || f.Code != dial.CodeNotTLS || f.Remote == nil || !strings.HasPrefix(f.Remote.Text, "220") {
		return
	}
	if s.probeWith(s.ctx, SecuritySTARTTLS).Verdict != proof.Failed {
		f.Alternative = door{s.port, SecuritySTARTTLS}.alternative("Use STARTTLS on this port")
	}
}
