package mailapi

import (
	"context"
	"slices"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

// Secrets are the values that Settings does not hold: a token, or the secret of
// the client that obtains one at TokenURL.
type Secrets struct{ Token, ClientSecret secret.Text }

// Wipe forgets them.
func (s Secrets) Wipe() {
	s.Token.Wipe()
	s.ClientSecret.Wipe()
}

// PushRequest says what to push where, and how this machine gets there. Secrets
// and body are borrowed.
type PushRequest struct {
	Settings
	Secrets Secrets
	Body    secret.Text // of [Body]
	// Blocked explains why nothing may be sent; nil when nothing stands against
	// it.
	Blocked *proof.Finding
	Network dial.Network
	Observe proof.Observer   // may be nil
	Now     func() time.Time // nil is time.Now
	Version string           // of Patchbay
	Host    string           // this machine; "" asks the system
}

// Result is what a push came to.
type Result struct {
	Report proof.Report `json:"report"`
	// Exchange is what was sent and answered, nil when nothing was sent.
	Exchange *Exchange `json:"exchange,omitempty"`
}

// Push makes one request, in the steps settings, resolve, connect, tls, token and
// push. It returns after the deadline of each step at the latest, and at once
// when ctx is cancelled.
func Push(ctx context.Context, r PushRequest) Result {
	p := &push{PushRequest: r, redactor: &proof.Redactor{}}
	defer p.redactor.Wipe()
	p.protect()
	p.recorder = proof.NewRecorder(r.head(), p.redactor, r.Observe)
	p.recorder.Step("settings", p.checkSettings)
	p.target().Record(ctx, p.recorder)
	token, wipe := p.token(ctx)
	defer wipe()
	p.recorder.Step("push", func() proof.Outcome { return p.post(ctx, token) })
	return Result{Report: p.report(), Exchange: p.exchange}
}

// push is one request under way.
type push struct {
	PushRequest
	recorder *proof.Recorder
	redactor *proof.Redactor
	exchange *Exchange // nil until something was sent
}

// protect has the redactor know what a target might say back.
func (p *push) protect() {
	p.redactor.Protect(p.Secrets.Token.Reveal())
	p.redactor.Protect(p.Secrets.ClientSecret.Reveal())
	password := passwordOf(p.Body)
	p.redactor.Protect(password)
	clear(password)
}

func (r PushRequest) head() proof.Report {
	return proof.Report{
		Subject: "mail-api", Level: "push", Target: r.URL,
		ConfigHash: r.Settings.Hash(), Version: r.Version, Host: proof.Machine(r.Host),
	}
}

// checkSettings looks for everything that is wrong before any connection.
func (p *push) checkSettings() proof.Outcome {
	missing, invalid := p.problems()
	if p.Blocked == nil {
		missingSecrets, invalidSecrets := p.secretProblems(p.Secrets)
		missing, invalid = slices.Concat(missing, missingSecrets), slices.Concat(invalid, invalidSecrets)
	}
	if !p.Body.IsSet() {
		missing = append(missing, fault.Field{Name: "host", Message: "is required: there is no mail configuration to push"})
	}
	failures := account.SettingsFailures(missing, invalid, nil)
	if p.Blocked != nil {
		failures = append(failures, *p.Blocked)
	}
	if len(failures) > 0 {
		return proof.Outcome{Failures: failures}
	}
	return proof.Pass("POST " + p.URL)
}

// token is the one that was given, or one that is obtained for this push alone
// and wiped after it.
func (p *push) token(ctx context.Context) (token secret.Text, wipe func()) {
	if p.TokenURL == "" {
		p.recorder.Step("token", func() proof.Outcome {
			return proof.Outcome{NotApplicable: "a token was given"}
		})
		return p.Secrets.Token, func() {}
	}
	obtained, _ := clientgrant.Obtain(ctx, p.recorder, p.redactor, clientgrant.Request{
		Settings: p.grant(), Secret: p.Secrets.ClientSecret, Network: p.Network, Now: p.Now,
		SecretField: FieldClientSecret, ScopeField: "scope",
	})
	return obtained.Value, obtained.Value.Wipe
}

func (p *push) report() proof.Report {
	report := p.recorder.Report()
	switch report.Steps[len(report.Steps)-1].Verdict { // of the push itself
	case proof.Passed:
		report.Shows = "The target took the mail configuration over verified TLS and said so."
		report.Leaves = "Whether mail leaves the target with it is for the target to show: send a test message there."
	case proof.Warned:
		report.Shows = "The mail configuration was sent over verified TLS, and something answered with success."
		report.Leaves = "Whether the target has taken it is for the target to show: its answer is not the contract's."
	}
	return report
}
