package clientgrant

import (
	"context"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

// Request says what to ask, and how this machine reaches the endpoint. The
// secret is borrowed.
type Request struct {
	Settings
	Secret secret.Text
	// Blocked explains why nothing may be sent; nil when nothing stands against
	// it.
	Blocked *proof.Finding
	Network dial.Network
	Observe proof.Observer   // may be nil
	Now     func() time.Time // nil is time.Now
	Version string           // of Patchbay
	Host    string           // this machine; "" asks the system
	// SecretField and ScopeField are what the document of the settings calls
	// these two; "" is "secret" and "scopes".
	SecretField, ScopeField string
	// Issued borrows the token of a proof before it is forgotten; it may be nil.
	Issued func(token secret.Text)
}

// Prove asks for one token and forgets it. It returns after the deadline of
// each step at the latest, and at once when ctx is cancelled.
func Prove(ctx context.Context, r Request) proof.Report {
	redactor := &proof.Redactor{}
	defer redactor.Wipe()
	recorder := proof.NewRecorder(r.head(), redactor, r.Observe)
	redactor.Protect(r.Secret.Reveal()) // before the endpoint says anything
	recorder.Step("settings", r.checkSettings)
	r.target().Record(ctx, recorder)
	token, ok := Obtain(ctx, recorder, redactor, r)
	if ok && r.Issued != nil {
		r.Issued(token.Value)
	}
	token.Value.Wipe()
	report := recorder.Report()
	if report.Verdict != proof.Failed {
		report.Shows = "The token endpoint knows the client, takes its secret, and issues it a token."
		report.Leaves = "What the token may do at the target is not tried."
	}
	return report
}

func (r Request) head() proof.Report {
	return proof.Report{
		Subject: "api-client", Level: "token", Target: r.TokenURL,
		ConfigHash: r.Settings.Hash(), Version: r.Version, Host: proof.Machine(r.Host),
	}
}

// checkSettings looks for everything that is wrong before any connection.
func (r Request) checkSettings() proof.Outcome {
	c := &account.Checker{Resolved: true}
	r.check(c)
	if !r.Secret.IsSet() && r.Blocked == nil {
		c.Missing = append(c.Missing, fault.Field{Name: fieldSecret, Message: "is required"})
	}
	failures := account.SettingsFailures(r.renamed(c.Missing), r.renamed(c.Invalid), nil)
	if r.Blocked != nil {
		failures = append(failures, *r.Blocked)
	}
	if len(failures) > 0 {
		return proof.Outcome{Failures: failures}
	}
	return proof.Pass("client " + r.ClientID + ", " + r.WithDefaults().ClientAuth)
}

// renamed calls the fields as the document does.
func (r Request) renamed(fields []fault.Field) []fault.Field {
	for i := range fields {
		fields[i].Name = r.field(fields[i].Name)
	}
	return fields
}
