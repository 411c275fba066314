package oauth

import (
	"slices"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Session is one proof of one provider, from its settings to its report. It
// belongs to one goroutine.
type Session struct {
	Settings signin.Settings // expanded, with defaults
	Secrets  signin.Secrets
	Auth     signin.ClientAuth // how the client proves itself at the token endpoint
	Recorder *proof.Recorder
	Redactor *proof.Redactor
	Request  signin.Request

	network     dial.Network
	authorities dial.Authorities
	reached     map[string]bool // host:port whose steps are recorded
	stopped     string          // why no further check can be made
	ahead       *time.Duration  // of the provider's clock, where it was measured
}

// Open begins a proof at a level of package signin. Its redactor knows the
// client secret, as it stands and as HTTP Basic carries it (RFC 6749 §2.3.1).
func Open(r signin.Request, level string) *Session {
	s := prepare(r, level)
	s.Recorder.Step("settings", func() proof.Outcome { return s.loadAuthorities(s.Request.Outcome(level)) })
	return s
}

// OpenReading begins to read what a provider announces at the address in a field
// of the settings. Fields that are not needed for it may still be missing.
func OpenReading(r signin.Request, field, address string) *Session {
	s := prepare(r, signin.LevelCheck)
	s.Recorder.Step("settings", func() proof.Outcome {
		var missing []fault.Field
		if strings.TrimSpace(address) == "" {
			missing = []fault.Field{{Name: field, Message: "is required"}}
		}
		_, unresolved := r.Settings.OfType().Expand(r.Lookup)
		unresolved = slices.DeleteFunc(unresolved, func(u account.Unresolved) bool { return u.Field != field })
		return s.loadAuthorities(proof.Outcome{Failures: account.SettingsFailures(missing, nil, unresolved)})
	})
	return s
}

func prepare(r signin.Request, level string) *Session {
	if r.Now == nil {
		r.Now = time.Now
	}
	expanded, _ := r.Settings.OfType().Expand(r.Lookup)
	settings := expanded.WithDefaults()
	s := &Session{
		Settings: settings, Secrets: r.Secrets, Auth: settings.ClientAuthWith(r.Secrets), Request: r,
		Redactor: &proof.Redactor{}, network: r.Network, reached: map[string]bool{},
	}
	s.Protect(r.Secrets.ClientSecret)
	s.Redactor.Protect(formEncoded(r.Secrets.ClientSecret))
	s.Recorder = proof.NewRecorder(r.Head(expanded, level), s.Redactor, r.Observe)
	return s
}

func (s *Session) loadAuthorities(o proof.Outcome) proof.Outcome {
	s.authorities, o = s.Settings.Authorities(o)
	return o
}

// Protect has the redactor know a secret.
func (s *Session) Protect(t secret.Text) { s.Redactor.Protect(t.Reveal()) }

// Now is the clock that tokens are reckoned with.
func (s *Session) Now() time.Time { return s.Request.Now() }

// Ahead is how far the provider's clock is ahead of this machine's, by the Date
// of its answers (RFC 9110 §6.6.1), which has seconds; nil when it was not told.
func (s *Session) Ahead() *time.Duration { return s.ahead }

// Stop says why no further check can be made. The first reason stays.
func (s *Session) Stop(why string) {
	if s.stopped == "" {
		s.stopped = why
	}
}

// Stopped reports whether the checks have come to an end.
func (s *Session) Stopped() bool { return s.stopped != "" }

// Report ends the proof and forgets its secrets.
func (s *Session) Report(shows, leaves string) proof.Report {
	report := s.Recorder.Report()
	if report.Verdict != proof.Failed {
		report.Shows, report.Leaves = shows, leaves
	}
	s.Redactor.Wipe()
	return report
}
