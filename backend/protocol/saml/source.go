package saml

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// unreached is the reason of a finding that an earlier step has explained.
const unreached = "unreached"

// hasMetadata reports whether the provider is known by its metadata.
func (s *session) hasMetadata() bool {
	return s.settings.MetadataURL != "" || strings.TrimSpace(s.settings.MetadataXML) != ""
}

// metadataEndpoint is where the metadata lies.
func (s *session) metadataEndpoint() signin.Endpoint {
	return signin.Endpoint{URL: s.settings.MetadataURL, Field: "metadataUrl", Name: "metadata address"}
}

// load reads the metadata: the text that is entered, else what lies at the
// address. It is nil when there is neither, or when it cannot be read.
func (s *session) load(ctx context.Context) (*metadata.Document, *proof.Finding) {
	if doc, finding := s.entered(); doc != nil || finding != nil {
		return doc, finding
	}
	if s.settings.MetadataURL == "" {
		return nil, nil
	}
	return s.loadLive(ctx)
}

// entered is the metadata that stands in the settings as a text.
func (s *session) entered() (*metadata.Document, *proof.Finding) {
	text := strings.TrimSpace(s.settings.MetadataXML)
	if text == "" {
		return nil, nil
	}
	doc, err := metadata.Parse([]byte(text))
	if err != nil {
		return nil, invalidMetadata(err, "metadataXml", nil)
	}
	return &doc, nil
}

// loadLive fetches the metadata, once.
func (s *session) loadLive(ctx context.Context) (*metadata.Document, *proof.Finding) {
	if s.live != nil {
		return s.live, nil
	}
	if s.unreached != "" && s.unreached == s.metadataEndpoint().Address() {
		return nil, &proof.Finding{Reason: unreached}
	}
	got, finding := s.fetch(ctx, s.metadataEndpoint(), metadata.MaxBytes)
	if finding != nil {
		return nil, finding
	}
	if got.status != http.StatusOK {
		return nil, &proof.Finding{
			Code: signin.CodeMetadataInvalid, Reason: "http_status",
			Cause:  fmt.Sprintf("The metadata address answers with the status %d %s.", got.status, http.StatusText(got.status)),
			Remedy: "Copy the address of the metadata from the provider. Some of them show it only to whom they know: then save the file and enter its text.",
			Fields: []string{"metadataUrl"}, Remote: s.remote(got),
		}
	}
	doc, err := metadata.Parse(got.body)
	if err != nil {
		return nil, invalidMetadata(err, "metadataUrl", s.remote(got))
	}
	s.live = &doc
	return s.live, nil
}

// invalidMetadata explains metadata that cannot be read.
func invalidMetadata(err error, field string, remote *fault.Remote) *proof.Finding {
	f := &proof.Finding{Code: signin.CodeMetadataInvalid, Fields: []string{field}, Remote: remote}
	var e *metadata.Error
	if !errors.As(err, &e) {
		e = &metadata.Error{Reason: metadata.NotXML}
	}
	f.Reason = string(e.Reason)
	f.Cause, f.Remedy = explainMetadata(e)
	if f.Remote == nil && e.Detail != "" {
		f.Remote = &fault.Remote{Text: e.Detail}
	}
	return f
}

func explainMetadata(e *metadata.Error) (cause, remedy string) {
	const copyAgain = "Save the metadata from the provider once more, as a file, and enter it whole."
	switch e.Reason {
	case metadata.Empty:
		return "There is nothing where the metadata should be.", copyAgain
	case metadata.HTML:
		return "What answered is a web page, not metadata.",
			"Copy the address of the metadata itself. A page to sign in at, or a proxy, may have answered instead."
	case metadata.JSON:
		return "This is a JSON document, such as OpenID Connect has for discovery, and not SAML metadata.",
			"Enter the address of the SAML metadata, or choose OpenID Connect as the type."
	case metadata.PEM:
		return "This is a certificate, not metadata.", "Enter the certificate as a signing certificate, or the whole metadata here."
	case metadata.TooLarge:
		return fmt.Sprintf("The metadata is larger than %d MiB.", metadata.MaxBytes>>20), "Enter the metadata of this one provider, not that of a whole federation."
	case metadata.TooMany:
		return "The metadata holds more providers or certificates than are read.", "Enter the metadata of this one provider, not that of a whole federation."
	case metadata.Doctype:
		return "The metadata has a document type declaration, which SAML does not allow.", "Take it out, or ask the provider's administrator for metadata without it."
	case metadata.NotMetadata:
		return "This is XML but not SAML 2.0 metadata: its first element is " + e.Detail + ".", "Copy the address or the file of the SAML 2.0 metadata."
	case metadata.NoProvider:
		return "The metadata describes no identity provider that speaks SAML 2.0.",
			"Enter the identity provider's metadata. That of a service provider, such as this one, goes to the provider instead."
	case metadata.Encoding:
		return "The metadata is not in the encoding that it names.", "Save it in UTF-8."
	default:
		return "The metadata is not valid XML.", copyAgain
	}
}

// metadataRead is the outcome of the check "metadata".
func (s *session) metadataRead(doc *metadata.Document, finding *proof.Finding) proof.Outcome {
	if finding != nil && finding.Reason == unreached {
		return proof.Outcome{Skip: "the metadata address was not reached"}
	}
	if finding != nil {
		return proof.Fail(*finding)
	}
	if doc == nil {
		return proof.Outcome{NotApplicable: "the provider is entered by hand, without metadata"}
	}
	o := proof.Pass(fmt.Sprintf("%d identity providers", len(doc.Entities)))
	if len(doc.Entities) == 1 {
		o.Detail = "one identity provider, " + doc.Entities[0].ID
	}
	for _, e := range doc.Entities {
		if s.provider.entity == nil || e.ID != s.provider.entity.ID {
			continue
		}
		for _, problem := range e.Problems {
			o.Warnings = append(o.Warnings, proof.Finding{
				Code: signin.CodeMetadataInvalid, Reason: "dirty",
				Cause:  "The metadata is not as it should be: " + problem + ".",
				Remedy: "Tell the provider's administrator; another service provider may refuse it.",
				Fields: []string{source(s.settings)},
			})
		}
	}
	return o
}
