package saml

import (
	"context"
	"slices"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// findings are what reading the metadata brought up.
type findings struct {
	doc    *metadata.Document
	unread *proof.Finding  // why the metadata could not be read
	wrong  []proof.Finding // with the choice of the entity and its endpoint
}

// study reads the metadata and settles on a provider.
func (s *session) study(ctx context.Context) findings {
	f := findings{}
	if f.doc, f.unread = s.load(ctx); f.unread != nil {
		s.provider, _ = s.choose(nil) // what is entered can be looked at all the same
		return f
	}
	s.provider, f.wrong = s.choose(f.doc)
	return f
}

// of are the findings with one of these reasons.
func (f findings) of(reasons ...string) []proof.Finding {
	var some []proof.Finding
	for _, finding := range f.wrong {
		if slices.Contains(reasons, finding.Reason) {
			some = append(some, finding)
		}
	}
	return some
}

func (s *session) entityFound(f findings) proof.Outcome {
	switch wrong := f.of("several_entities", "entity_not_found"); {
	case f.unread != nil:
		return proof.Outcome{Skip: "the metadata could not be read"}
	case len(wrong) > 0:
		return proof.Outcome{Failures: wrong, Expected: s.settings.IDPEntityID, Where: "metadata, entityID"}
	case s.provider.entityID == "":
		return proof.Fail(proof.Finding{
			Code: signin.CodeMetadataInvalid, Reason: "no_entity_id",
			Cause:  "The entity ID of the provider is not known.",
			Remedy: "Enter it, or metadata that has it.", Fields: []string{"idpEntityId"},
		})
	}
	o := proof.Pass(s.provider.entityID)
	if e := s.provider.entity; e != nil && e.Name != "" {
		o.Detail = e.Name + ", " + e.ID
	}
	return o
}

// endpointUsable looks at the address that people are sent to. The browser
// speaks to it, but a certificate that does not hold would stop it there.
func (s *session) endpointUsable(ctx context.Context, f findings) proof.Outcome {
	o := s.endpointKnown(f)
	if o.Verdict() == proof.Failed || o.Skip != "" {
		return o
	}
	if s.provider.signOn.Address() == s.reached {
		return o // the steps connect and tls have the evidence
	}
	if s.provider.signOn.Address() == s.unreached {
		o.Skip = "the address was not reached before"
		return o
	}
	met := s.secured(ctx, s.provider.signOn)
	o.TLS, o.Failures, o.Warnings = met.TLS, met.Failures, append(o.Warnings, met.Warnings...)
	if met.Detail != "" {
		o.Detail += ": " + met.Detail
	}
	return o
}

// endpointKnown looks at the address only.
func (s *session) endpointKnown(f findings) proof.Outcome {
	to := s.provider.signOn
	wrong := f.of("no_endpoint", "binding_not_offered")
	switch {
	case len(wrong) > 0:
		return proof.Outcome{Failures: wrong}
	case to.URL == "":
		return proof.Outcome{Skip: "the address is not known without the provider's metadata"}
	case !to.IsGuarded():
		return proof.Fail(to.Unguarded())
	}
	o := proof.Pass(words(s.provider.binding) + " to " + signin.WithoutQuery(to.URL))
	if to.Safety() == signin.Loopback {
		o.Warnings = []proof.Finding{signin.OverClearText(to)}
	}
	if e := s.provider.entity; e != nil && len(e.SignOn) > 0 && !e.Offers(to.URL) {
		o.Warnings = append(o.Warnings, proof.Finding{
			Code: signin.CodeCheckFailed, Reason: "endpoint_differs",
			Cause:  "The single sign-on URL that is entered is none of those in the provider's metadata, such as " + e.SignOn[0].URL + ".",
			Remedy: "Take the URL out, so that the metadata's is used, or ask the provider's administrator which one holds.",
			Fields: []string{to.Field},
		})
	}
	return o
}

// requestsSigned compares what the provider wants with what it would get (SAML
// Metadata §2.4.3).
func (s *session) requestsSigned() proof.Outcome {
	if s.madeForRun {
		return proof.Warn(keyOfThisRun())
	}
	entity := s.provider.entity
	if entity == nil && s.hasMetadata() {
		return proof.Outcome{Skip: "the provider was not found in its metadata"}
	}
	if entity == nil {
		return proof.Outcome{NotApplicable: "without metadata the provider's wish is not known"}
	}
	o := proof.Outcome{Where: "metadata, WantAuthnRequestsSigned", Received: "not wanted"}
	if entity.WantsSigned {
		o.Received = "wanted"
	}
	if entity.WantsSigned && !s.settings.SignRequests {
		o.Expected = "signed requests"
		o.Failures = []proof.Finding{{
			Code: signin.CodeCheckFailed, Reason: "requests_not_signed",
			Cause:  "The provider wants requests to be signed, and they are not.",
			Remedy: "Switch on signed requests, and give the provider this service provider's metadata, which holds the certificate.",
			Fields: []string{"signRequests"},
		}}
	}
	return o
}

func keyOfThisRun() proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "key_of_this_run",
		Cause:  "Requests are signed with a key that was made for this run and is not kept: the provider cannot know it.",
		Remedy: "Enter the key and the certificate of the service provider, or save the provider so that they are kept.",
		Fields: []string{"spCertificatePem", signin.FieldSPKey},
	}
}

// formatOffered looks the wanted format up among those of the metadata, which
// need not name all of them.
func (s *session) formatOffered() proof.Outcome {
	format := s.settings.NameIDFormat
	if format == "" {
		return proof.Pass("the choice is left to the provider")
	}
	if s.provider.entity == nil || len(s.provider.entity.NameIDFormats) == 0 {
		return proof.Outcome{NotApplicable: "the metadata names no formats"}
	}
	offered := s.provider.entity.NameIDFormats
	const unspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
	o := proof.Outcome{Expected: format, Received: list(offered), Where: "metadata, NameIDFormat"}
	if format != unspecified && !slices.Contains(offered, format) {
		o.Warnings = []proof.Finding{{
			Code: signin.CodeCheckFailed, Reason: "name_id_format",
			Cause:  "The provider's metadata does not name the NameID format that is asked for.",
			Remedy: "Choose one that it names, or leave the choice to the provider.",
			Fields: []string{"nameIdFormat"},
		}}
	}
	return o
}
