package smtp

import (
	"encoding/json"
	"fmt"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// probeWith proves the level connect with another security on the same host
// and port: no credential is involved.
func (s *session) probeWith(security Security) proof.Report {
	settings := s.settings
	settings.Security, settings.Auth, settings.User = security, SignInNone, ""
	return prove(s.ctx, Request{
		Settings: settings, Level: LevelConnect, Resolver: s.request.Resolver, Host: s.request.Host,
	}, true)
}

// expectsTLS finds out whether a server that stays silent, or hangs up, waits
// for a TLS hello.
func (s *session) expectsTLS() (proof.Finding, bool) {
	if s.probe || s.encrypted || s.ctx.Err() != nil {
		return proof.Finding{}, false
	}
	s.rec.Note("no greeting: trying a TLS hello on a second connection")
	report := s.probeWith(SecurityImplicitTLS)
	if !answeredTLS(report) {
		s.rec.Note("the TLS hello was not answered either")
		return proof.Finding{}, false
	}
	s.rec.Note("the server answered in TLS")
	f := proof.Finding{
		Code:   dial.CodeExpectedTLS,
		Cause:  "The server waits for TLS from the first byte on this port, and therefore sent no greeting.",
		Remedy: fmt.Sprintf("Choose implicit TLS for port %d, or the port for %s.", s.port, s.settings.Security),
		Fields: []string{"port", "security"},
	}
	if report.Verdict != proof.Failed {
		f.Alternative = s.alternative("Use implicit TLS on this port", SecurityImplicitTLS)
	}
	return f, true
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
	if s.probeWith(SecuritySTARTTLS).Verdict != proof.Failed {
		f.Alternative = s.alternative("Use STARTTLS on this port", SecuritySTARTTLS)
	}
}

func (s *session) alternative(label string, security Security) *proof.Alternative {
	patch, err := json.Marshal(struct {
		Port     uint16   `json:"port"`
		Security Security `json:"security"`
	}{s.port, security})
	if err != nil { // a number and a text always marshal
		return nil
	}
	return &proof.Alternative{Label: label, Patch: patch}
}
