package api

import (
	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/mailbox"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

// The integrations that can be proved.
const (
	integrationSMTP    = "smtp"
	integrationMailbox = "mailbox"
	integrationIDP     = "idp"
)

// proofRequest asks for a proof of what is saved.
type proofRequest struct {
	integration, level, to, mailbox, provider string
}

func readProofRequest(body []byte) (proofRequest, error) {
	r, err := document.Read(body)
	if err != nil {
		return proofRequest{}, err
	}
	p := proofRequest{
		integration: r.Text("integration"), level: r.Text("level"), to: r.Text("to"),
		mailbox: r.Text("mailbox"), provider: r.Text("provider"),
	}
	p.check(r.Blame)
	return p, r.Finish()
}

// check refuses what an integration does not know, instead of ignoring it.
func (p proofRequest) check(blame func(name, message string)) {
	unused := func(name, value string) {
		if value != "" {
			blame(name, "is not used for this integration")
		}
	}
	required := func(name, value string) {
		if value == "" {
			blame(name, "is required for this integration")
		}
	}
	switch p.integration {
	case integrationSMTP:
		unused("provider", p.provider)
	case integrationMailbox:
		required("mailbox", p.mailbox)
		unused("level", p.level)
		unused("to", p.to)
		unused("provider", p.provider)
	case integrationIDP:
		required("provider", p.provider)
		unused("level", p.level)
		unused("to", p.to)
		unused("mailbox", p.mailbox)
	default:
		blame("integration", "must be one of smtp, mailbox, idp")
	}
}

// postProof proves what is saved, and answers with the proof, also where it
// failed.
func (a *routes) postProof(c *call) (answer, error) {
	request, err := readProofRequest(c.body)
	if err != nil {
		return answer{}, err
	}
	c.takeTime()
	var report proof.Report
	switch request.integration {
	case integrationSMTP:
		report, err = a.proveSMTP(c, request)
	case integrationMailbox:
		report, err = a.proveMailbox(c, request)
	default:
		report, err = a.proveProvider(c, request)
	}
	if err != nil {
		return answer{}, err
	}
	return ok(report), nil
}

func (a *routes) proveSMTP(c *call, p proofRequest) (proof.Report, error) {
	level, err := smtp.ParseLevel(p.level)
	if err != nil {
		return proof.Report{}, err
	}
	server, err := a.bench.Outgoing.Configured(c.ctx, c.deployment.ID)
	if err != nil {
		return proof.Report{}, err
	}
	request := outgoing.ProofRequest{Draft: server.Draft(), Level: level, To: p.to}
	if level == smtp.LevelRoundTrip {
		return a.proveRoundTrip(c, request, p)
	}
	if p.mailbox != "" {
		return proof.Report{}, document.InvalidFields([]fault.Field{{Name: "mailbox", Message: "is used for the level roundtrip only"}})
	}
	if request.To == "" {
		who, err := a.bench.Operators.Current()
		if err != nil {
			return proof.Report{}, err
		}
		request.To = who.Email
	}
	return a.bench.Outgoing.Prove(c.ctx, c.deployment.ID, request)
}

func (a *routes) proveRoundTrip(c *call, r outgoing.ProofRequest, p proofRequest) (proof.Report, error) {
	switch {
	case p.mailbox == "":
		return proof.Report{}, smtp.NeedsMailbox()
	case p.to != "":
		return proof.Report{}, document.InvalidFields([]fault.Field{{Name: "to", Message: "is that of the mailbox with the level roundtrip; leave it out"}})
	}
	m, err := a.bench.Mailboxes.ByAddress(c.ctx, c.deployment.ID, p.mailbox)
	if err != nil {
		return proof.Report{}, err
	}
	return a.bench.RoundTrip(c.ctx, c.deployment.ID, r, m.ID, false)
}

func (a *routes) proveMailbox(c *call, p proofRequest) (proof.Report, error) {
	m, err := a.bench.Mailboxes.ByAddress(c.ctx, c.deployment.ID, p.mailbox)
	if err != nil {
		return proof.Report{}, err
	}
	return a.bench.Mailboxes.Prove(c.ctx, c.deployment.ID, mailbox.ProofRequest{Draft: m.Draft()})
}

func (a *routes) proveProvider(c *call, p proofRequest) (proof.Report, error) {
	found, err := a.bench.Providers.ByName(c.ctx, c.deployment.ID, p.provider)
	if err != nil {
		return proof.Report{}, err
	}
	return a.bench.Providers.Check(c.ctx, c.deployment.ID, idp.ProofRequest{Draft: found.Draft()})
}
