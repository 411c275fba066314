package saml

import (
	"errors"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// session is one proof of one provider, from its settings to its report. It
// belongs to one goroutine.
type session struct {
	signin.Request
	given    signin.Settings // expanded, without defaults
	settings signin.Settings // with them
	recorder *proof.Recorder
	redactor *proof.Redactor

	authorities dial.Authorities
	pairs       []Pair // of the service provider: the present one, and the next
	pairError   *proof.Finding
	madeForRun  bool // the pair belongs to nobody but this run

	reached   string // host:port that the steps connect and tls are about
	unreached string // the same, where one of them failed

	live     *metadata.Document // as it was fetched, nil when it was not
	provider provider
}

// open begins a proof at a level of package signin.
func open(r signin.Request, level string) *session {
	s := newSession(r, level)
	s.recorder.Step("settings", func() proof.Outcome { return s.checkSettings(level) })
	return s
}

func newSession(r signin.Request, level string) *session {
	if r.Now == nil {
		r.Now = time.Now
	}
	given, _ := r.Settings.OfType().Expand(r.Lookup)
	s := &session{Request: r, given: given, settings: given.WithDefaults(), redactor: &proof.Redactor{}}
	for _, value := range r.Secrets.Values() {
		s.redactor.Protect(value.Reveal())
	}
	s.recorder = proof.NewRecorder(r.Head(given, level), s.redactor, r.Observe)
	return s
}

func (s *session) checkSettings(level string) proof.Outcome {
	authorities, outcome := s.settings.Authorities(s.Outcome(level))
	s.authorities = authorities
	if len(outcome.Failures) == 0 {
		s.loadPairs()
	}
	return outcome
}

// report ends the proof and forgets its secrets.
func (s *session) report(shows, leaves string) proof.Report {
	report := s.recorder.Report()
	if s.provider.entityID != "" {
		report.Target = heading(s.provider.entityID)
	}
	if report.Verdict != proof.Failed {
		report.Shows, report.Leaves = shows, leaves
	}
	s.redactor.Wipe()
	return report
}

// heading is an entity ID as a report is headed with it. Metadata may hold one
// that breaks the line, or turns the text behind it around; none that a service
// provider takes is longer (SAML Core §8.3.6).
func heading(entityID string) string {
	const most = 1024 // characters
	visible := []rune(strings.Join(strings.Fields(proof.Visible(entityID)), " "))
	if len(visible) > most {
		return string(visible[:most]) + " ..."
	}
	return string(visible)
}

// loadPairs reads the keys of the service provider. Where requests are to be
// signed and nobody keeps a key, one is made for this run.
func (s *session) loadPairs() {
	own := []struct {
		certificate      string
		isNext           bool
		certField, field string
	}{
		{s.settings.SPCertificatePEM, false, "spCertificatePem", signin.FieldSPKey},
		{s.settings.SPNextCertificatePEM, true, "spNextCertificatePem", signin.FieldSPNextKey},
	}
	for _, o := range own {
		key := s.Secrets.SPKey
		if o.isNext {
			key = s.Secrets.SPNextKey
		}
		if o.certificate == "" || !key.IsSet() {
			continue
		}
		pair, err := ParsePair(o.certificate, key)
		if err != nil {
			s.pairError = pairFinding(err, o.certField, o.field)
			return
		}
		s.pairs = append(s.pairs, pair)
	}
	if len(s.pairs) == 0 && s.settings.SignRequests && s.settings.SPCertificatePEM == "" {
		s.makePair()
	}
}

func (s *session) makePair() {
	certificate, key, err := NewKey(s.settings.SPEntityID, s.Now())
	if err != nil {
		return
	}
	defer key.Wipe()
	if pair, err := ParsePair(certificate, key); err == nil {
		s.pairs, s.madeForRun = []Pair{pair}, true
	}
}

func pairFinding(err error, certField, keyField string) *proof.Finding {
	f := proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "sp_key",
		Cause: "The key of the service provider in " + keyField + " " + err.Error() + ".", Fields: []string{keyField},
		Remedy: "Enter the key that belongs to the certificate, or have a new pair made.",
	}
	switch {
	case errors.Is(err, ErrCertificate):
		f.Cause, f.Fields = "The certificate of the service provider in "+certField+" "+err.Error()+".", []string{certField}
		f.Remedy = "Enter the certificate in PEM form, or have a new pair made."
	case errors.Is(err, ErrPair):
		f.Fields = []string{keyField, certField}
	}
	return &f
}
