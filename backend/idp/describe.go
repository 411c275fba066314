package idp

import (
	"context"
	"strconv"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
)

// Explain says what a text means that a provider shows in the browser instead of
// coming back: the likeliest first. Where a sign-in with the same draft waits, it
// names the very address that the provider was given.
func (p *Providers) Explain(ctx context.Context, deploymentID string, draft Draft, text string) ([]proof.Finding, error) {
	d, err := p.described(ctx, deploymentID, draft, onlyMade)
	if err != nil {
		return nil, err
	}
	defer d.done()
	location, waiting := p.attempts.location(d)
	if !waiting {
		location = d.location()
	}
	return refusal.ExplainPage(text, d.expanded, location), nil
}

// Sheet lists what to enter at the provider of a draft.
func (p *Providers) Sheet(ctx context.Context, deploymentID string, draft Draft) (preset.Sheet, error) {
	d, err := p.described(ctx, deploymentID, draft, onlyMade)
	if err != nil {
		return preset.Sheet{}, err
	}
	defer d.done()
	return preset.SheetOf(d.expanded, d.location()), nil
}

// SPMetadata writes the metadata of the service provider of a SAML draft, with
// the assertion consumer service of a test sign-in beside that of production
// when withProof is set. Findings say what it lacks.
func (p *Providers) SPMetadata(ctx context.Context, deploymentID string, draft Draft, withProof bool) ([]byte, []proof.Finding, error) {
	d, err := p.described(ctx, deploymentID, draft, makeKey)
	if err != nil {
		return nil, nil, err
	}
	defer d.done()
	if d.settings.Type != signin.SAML {
		return nil, nil, fault.New(fault.Unsupported, CodeInvalid, "only a SAML provider has metadata of the service provider").
			WithField("type", "is not saml").WithHint("enter the callback URL at the provider instead")
	}
	if faults := d.metadataFaults(withProof); len(faults) > 0 {
		return nil, nil, invalid(faults)
	}
	location, findings := "", d.metadataFindings(withProof)
	if withProof && d.expanded.LoopbackPort != 0 {
		location = d.location().URL
	}
	doc, err := saml.SPMetadata(d.expanded, location)
	if err != nil {
		return nil, nil, err
	}
	return doc, findings, nil
}

// described settles a draft that is to be described, by whoever may read.
func (p *Providers) described(ctx context.Context, deploymentID string, draft Draft, how pairing) (*settled, error) {
	if _, err := p.access.MayRead(); err != nil {
		return nil, err
	}
	return p.settle(ctx, deploymentID, draft, how)
}

// metadataFaults are those of the fields that stand in the metadata.
func (d *settled) metadataFaults(withProof bool) []fault.Field {
	var faults []fault.Field
	for _, f := range d.provable() {
		switch f.Name {
		case "callbackUrl", "spEntityId", "spCertificatePem", "spNextCertificatePem", "nameIdFormat":
			faults = append(faults, f)
		}
	}
	if d.settings.CallbackURL == "" && (!withProof || d.expanded.LoopbackPort == 0) {
		const message = "is required: the metadata says where the provider sends people back to"
		faults = append(faults, fault.Field{Name: "callbackUrl", Message: message})
	}
	return faults
}

// metadataFindings say what the metadata lacks.
func (d *settled) metadataFindings(withProof bool) []proof.Finding {
	var findings []proof.Finding
	if d.settings.CallbackURL == "" {
		findings = append(findings, proof.Finding{
			Code:   account.CodeSettingsMissing,
			Cause:  "The metadata names no assertion consumer service of the target system, because the callback URL is empty.",
			Remedy: "Enter the callback URL, and give the metadata to the provider again.",
			Fields: []string{"callbackUrl"},
		})
	}
	if withProof && d.expanded.LoopbackPort == 0 {
		findings = append(findings, proof.Finding{
			Code:   signin.CodeCheckFailed,
			Reason: "loopback_port_free",
			Cause:  "The metadata leaves out where a test sign-in comes back to: that is a free port, another one each time.",
			Remedy: "Choose a port for the test sign-in, so that the provider can be told of it.",
			Fields: []string{"loopbackPort"},
		})
	}
	return findings
}

func portText(port uint16) string { return strconv.Itoa(int(port)) }
