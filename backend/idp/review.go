package idp

import (
	"context"
	"strings"

	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/sso"
	"patchbay/backend/vault"
)

// anyPort stands for a free port in an address.
const anyPort = "PORT"

// Review says what is known of a draft without asking anyone.
func (p *Providers) Review(ctx context.Context, deploymentID string, draft Draft) (Review, error) {
	if _, err := p.access.MayRead(); err != nil {
		return Review{}, err
	}
	d, err := p.settle(ctx, deploymentID, draft, onlyMade)
	if err != nil {
		return Review{}, err
	}
	defer d.done()
	review := Review{
		Faults: d.faults(), Remarks: preset.Lint(d.expanded), Defaults: d.settings.WithDefaults(),
		ReturnsTo: d.location().URL,
	}
	if known, ok := preset.Detect(d.expanded); ok {
		review.Preset = known.ID
	}
	err = p.access.View(ctx, func(tx *vault.Tx) error {
		return p.reviewStored(tx, d, &review)
	})
	if err != nil {
		return Review{}, err
	}
	if d.settings.Type == signin.SAML {
		reviewCertificates(ctx, d, &review)
	}
	return review, nil
}

// reviewStored adds what only the vault can tell.
func (p *Providers) reviewStored(tx *vault.Tx, d *settled, review *Review) error {
	if strings.TrimSpace(d.settings.Name) != "" {
		other, err := p.named(tx, d.deployment, d.settings.Name)
		if err != nil {
			return err
		}
		if other != "" && other != d.id {
			review.Faults = append(review.Faults, exists().Fields...)
		}
	}
	secrets, blocked, err := gather(tx, d.id, d.expanded, d.inputs)
	if err != nil {
		return err
	}
	defer secrets.Wipe()
	review.Unbound = blocked
	if len(blocked) > 0 {
		review.Bound = d.was.Bound[blocked[0]]
	}
	if d.settings.Type != signin.SAML {
		review.Defaults.ClientAuth = d.expanded.ClientAuthWith(secrets)
	}
	review.Ready = len(d.provable()) == 0 && len(blocked) == 0 && len(d.expanded.MissingSecrets(secrets)) == 0
	review.Complete = len(review.Faults) == 0 && len(blocked) == 0
	return nil
}

// location is where a test sign-in comes back to.
func (d *settled) location() signin.Location {
	full := d.expanded
	port := anyPort
	if full.LoopbackPort != 0 {
		port = portText(full.LoopbackPort)
	}
	return signin.Location{URL: full.ReturnsTo(full.LoopbackHost, port)}
}

func reviewCertificates(ctx context.Context, d *settled, review *Review) {
	listed := d.expanded
	listed.MetadataURL, listed.MetadataXML = "", ""
	trusted, _ := saml.SigningCertificates(listed) // what cannot be read is a fault of the field
	for _, c := range trusted {
		review.Certificates = append(review.Certificates, Certificate{c, "document"})
	}
	if strings.TrimSpace(d.expanded.MetadataXML) != "" {
		review.Entities = entities(ctx, d.expanded)
	}
	for _, e := range review.Entities {
		if len(review.Entities) > 1 && e.EntityID != d.expanded.IDPEntityID {
			continue
		}
		for _, c := range e.Certificates {
			review.Certificates = append(review.Certificates, Certificate{c, "metadata"})
		}
	}
	review.SPCertificate = ownCertificate(d.settings.SPCertificatePEM)
	review.SPNextCertificate = ownCertificate(d.settings.SPNextCertificatePEM)
}

// entities are those of pasted metadata. No request is made.
func entities(ctx context.Context, expanded signin.Settings) []signin.Entity {
	expanded.MetadataURL = ""
	return sso.Read(ctx, signin.Request{Settings: expanded}).Entities
}

func ownCertificate(text string) *Certificate {
	if text == "" {
		return nil
	}
	c, err := signin.ParseCertificate(text)
	if err != nil {
		return nil
	}
	return &Certificate{c, "document"}
}
