package saml

import (
	"context"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// fresh is check S34: the metadata has not run out, and what is kept of it is
// still what the provider publishes.
func (s *session) fresh(ctx context.Context) proof.Outcome {
	if s.provider.entity == nil && s.settings.MetadataURL == "" {
		return proof.Outcome{NotApplicable: "the provider is entered by hand, without metadata"}
	}
	o := proof.Outcome{Where: "metadata, validUntil", Received: "no end"}
	if e := s.provider.entity; e != nil && !e.ValidUntil.IsZero() {
		o.Received = e.ValidUntil.Format(time.RFC3339)
		o.Expected = "after " + s.Now().UTC().Format(time.RFC3339)
		if !e.ValidUntil.After(s.Now()) {
			o.Failures = append(o.Failures, ranOut(e.ValidUntil, source(s.settings)))
		}
	}
	if e := s.provider.entity; e != nil && e.CacheDuration != "" {
		o.Detail = "to be fetched anew after " + e.CacheDuration + " (cacheDuration)"
	}
	hasText, hasCertificates := strings.TrimSpace(s.settings.MetadataXML) != "", len(s.settings.SigningCertificates) > 0
	switch {
	case s.settings.MetadataURL != "" && (hasText || hasCertificates):
		s.compareLive(ctx, &o)
	case hasText && hasCertificates && s.provider.entity != nil:
		s.compare(*s.provider.entity, &o)
	}
	return o
}

func ranOut(until time.Time, field string) proof.Finding {
	return proof.Finding{
		Code: signin.CodeMetadataInvalid, Reason: "expired",
		Cause:  "The provider's metadata was valid until " + until.Format("2006-01-02 15:04 MST") + " and is so no longer.",
		Remedy: "Fetch it anew. Where the provider still publishes this one, its administrator has to renew it: strict service providers refuse it.",
		Fields: []string{field},
	}
}

// compareLive holds what is kept against what the provider publishes now.
func (s *session) compareLive(ctx context.Context, o *proof.Outcome) {
	doc, finding := s.loadLive(ctx)
	if finding != nil && finding.Reason == unreached {
		o.Detail = "what is kept cannot be compared: the metadata address was not reached"
		return
	}
	if finding != nil {
		finding.Cause = "What is kept of the metadata cannot be compared with what the provider publishes now. " + finding.Cause
		o.Warnings = append(o.Warnings, *finding)
		return
	}
	entity, ok := doc.Find(s.provider.entityID)
	if !ok {
		o.Warnings = append(o.Warnings, differs("entity", "The metadata that the provider publishes now does not hold "+s.provider.entityID+"."))
		return
	}
	s.compare(entity, o)
}

// compare holds the certificates that are trusted against those of metadata.
func (s *session) compare(entity metadata.Entity, o *proof.Outcome) {
	if added := missingFrom(s.provider.certificates, entity.Certificates); len(added) > 0 {
		o.Warnings = append(o.Warnings, differs("new_certificate",
			fmt.Sprintf("The provider publishes a signing certificate that is not kept here (%s): a rollover is on its way.", named(added))))
	}
	if gone := missingFrom(entity.Certificates, s.provider.certificates); len(gone) > 0 {
		o.Warnings = append(o.Warnings, differs("old_certificate",
			fmt.Sprintf("A signing certificate is kept here that is not in the provider's metadata (%s).", named(gone))))
	}
	if len(o.Warnings) == 0 {
		o.Detail = "the same signing certificates as in the provider's metadata"
	}
}

func differs(reason, cause string) proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: reason, Cause: cause,
		Remedy: "Read the metadata anew and save what has changed.",
		Fields: []string{"signingCertificates", "metadataXml"},
	}
}

// missingFrom returns those that are not among the known ones.
func missingFrom(known, certificates []*x509.Certificate) []*x509.Certificate {
	var missing []*x509.Certificate
	for _, c := range certificates {
		if !slices.ContainsFunc(known, c.Equal) {
			missing = append(missing, c)
		}
	}
	return missing
}

func named(certificates []*x509.Certificate) string {
	var names []string
	for _, c := range certificates {
		names = append(names, c.Subject.String()+" until "+c.NotAfter.Format(time.DateOnly))
	}
	return strings.Join(names, "; ")
}
