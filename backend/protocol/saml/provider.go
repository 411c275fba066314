package saml

import (
	"crypto/x509"
	"fmt"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// provider is the identity provider as the settings and its metadata make it.
// What is entered goes before what the metadata says.
type provider struct {
	entityID     string
	signOn       signin.Endpoint
	binding      signin.Binding
	certificates []*x509.Certificate
	entity       *metadata.Entity // nil without metadata
}

// choose finds the provider in its metadata, which is nil when there is none.
func (s *session) choose(doc *metadata.Document) (provider, []proof.Finding) {
	p := provider{
		entityID: s.settings.IDPEntityID, binding: s.settings.SSOBinding,
		signOn: signin.Endpoint{URL: s.settings.SSOURL, Field: "ssoUrl", Name: "single sign-on URL"},
	}
	var findings []proof.Finding
	if doc != nil {
		entity, finding := s.pick(*doc)
		if finding != nil {
			return p, []proof.Finding{*finding}
		}
		p.entity, p.entityID = &entity, entity.ID
		findings = s.endpointOf(&p)
	}
	p.certificates, _ = enteredCertificates(s.settings) // what cannot be read fails the step settings
	if len(p.certificates) == 0 && p.entity != nil {
		p.certificates = p.entity.Certificates
	}
	return p, findings
}

// pick finds the entity in metadata that may hold several.
func (s *session) pick(doc metadata.Document) (metadata.Entity, *proof.Finding) {
	wanted := s.settings.IDPEntityID
	if wanted == "" && len(doc.Entities) == 1 {
		return doc.Entities[0], nil
	}
	if wanted == "" {
		return metadata.Entity{}, &proof.Finding{
			Code: signin.CodeMetadataInvalid, Reason: "several_entities",
			Cause:  fmt.Sprintf("The metadata holds %d identity providers: %s.", len(doc.Entities), listed(doc)),
			Remedy: "Choose the one that people sign in at.",
			Fields: []string{"idpEntityId"},
		}
	}
	entity, ok := doc.Find(wanted)
	if !ok {
		return entity, &proof.Finding{
			Code: signin.CodeIssuerMismatch, Reason: "entity_not_found",
			Cause:  "The metadata holds no identity provider with the entity ID " + wanted + ", but " + listed(doc) + ".",
			Remedy: "Enter the entity ID as the metadata spells it, or the address of the right metadata.",
			Fields: []string{"idpEntityId", "metadataUrl"},
		}
	}
	return entity, nil
}

// listed names the first few providers.
func listed(doc metadata.Document) string {
	const most = 5
	var ids []string
	for _, e := range doc.Entities[:min(len(doc.Entities), most)] {
		ids = append(ids, e.ID)
	}
	if more := len(doc.Entities) - most; more > 0 {
		ids = append(ids, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(ids, ", ")
}

// endpointOf takes the endpoint from the metadata: with the binding that is asked
// for, else the redirect where it is offered.
func (s *session) endpointOf(p *provider) []proof.Finding {
	if len(p.entity.SignOn) == 0 && p.signOn.URL == "" {
		return []proof.Finding{{
			Code: signin.CodeMetadataInvalid, Reason: "no_endpoint",
			Cause:  "The metadata names no single sign-on service with the binding HTTP-Redirect or HTTP-POST.",
			Remedy: "Ask the provider's administrator for the single sign-on URL, and enter it.",
			Fields: []string{"ssoUrl"},
		}}
	}
	if p.signOn.URL != "" {
		return s.offeredAt(p)
	}
	wanted := s.given.SSOBinding
	if wanted == "" {
		wanted = signin.Redirect
		if p.entity.SignOnURL(metadata.BindingRedirect) == "" {
			wanted = signin.Post
		}
	}
	p.binding, p.signOn.URL = wanted, p.entity.SignOnURL(urn(wanted))
	if p.signOn.URL != "" {
		p.signOn.Field = source(s.given)
		return nil
	}
	other := otherBinding(wanted)
	return []proof.Finding{{
		Code: signin.CodeMetadataInvalid, Reason: "binding_not_offered",
		Cause:       fmt.Sprintf("The provider takes no requests by %s; its metadata offers %s.", words(wanted), words(other)),
		Remedy:      "Choose " + words(other) + ".",
		Fields:      []string{"ssoBinding"},
		Alternative: setBinding(other),
	}}
}

// offeredAt fills in the binding of an address that was entered, where the
// metadata knows it.
func (s *session) offeredAt(p *provider) []proof.Finding {
	if s.given.SSOBinding != "" {
		return nil
	}
	for _, offered := range p.entity.SignOn {
		if offered.URL == p.signOn.URL {
			p.binding = signin.Redirect
			if offered.Binding == metadata.BindingPost {
				p.binding = signin.Post
			}
			return nil
		}
	}
	return nil
}

// source is the field that metadata comes from.
func source(s signin.Settings) string {
	if strings.TrimSpace(s.MetadataXML) != "" {
		return "metadataXml"
	}
	return "metadataUrl"
}

func urn(b signin.Binding) string {
	if b == signin.Post {
		return metadata.BindingPost
	}
	return metadata.BindingRedirect
}

func words(b signin.Binding) string {
	if b == signin.Post {
		return "HTTP-POST"
	}
	return "HTTP-Redirect"
}

func otherBinding(b signin.Binding) signin.Binding {
	if b == signin.Post {
		return signin.Redirect
	}
	return signin.Post
}
