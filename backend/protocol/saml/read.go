package saml

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// Read fetches the provider's metadata, or reads the text that is entered where
// there is no address, and says what each provider in it would fill in. It needs
// nothing else of the settings.
func Read(ctx context.Context, r signin.Request) signin.Reading {
	s := newSession(r, signin.LevelCheck)
	s.recorder.Step("settings", s.readable)
	if s.settings.MetadataURL != "" {
		s.arrive(ctx, s.metadataEndpoint())
	}
	var reading signin.Reading
	s.recorder.Step("metadata", func() proof.Outcome {
		load := s.load
		if s.settings.MetadataURL != "" {
			load = s.loadLive
		}
		doc, finding := load(ctx)
		if finding == nil {
			reading.Entities = entitiesOf(*doc)
		}
		return s.metadataRead(doc, finding)
	})
	if len(reading.Entities) == 1 {
		reading.Patch = reading.Entities[0].Patch
	}
	reading.Report = s.report("The provider's metadata can be read.", leavesSignIn)
	return reading
}

// readable is the step settings of reading: only the metadata matters.
func (s *session) readable() proof.Outcome {
	if s.Blocked != nil {
		return proof.Fail(*s.Blocked)
	}
	_, unresolved := s.Settings.Expand(s.Lookup)
	unresolved = slices.DeleteFunc(unresolved, func(u account.Unresolved) bool { return u.Field != "metadataUrl" })
	if failures := account.SettingsFailures(nil, nil, unresolved); len(failures) > 0 {
		return proof.Outcome{Failures: failures}
	}
	if !s.hasMetadata() {
		return proof.Fail(proof.Finding{
			Code: account.CodeSettingsMissing, Cause: "There is no metadata to read.",
			Remedy: "Enter the address of the provider's metadata, or its text.", Fields: []string{"metadataUrl", "metadataXml"},
		})
	}
	authorities, outcome := s.settings.Authorities(proof.Pass(signin.WithoutQuery(s.settings.MetadataURL)))
	s.authorities = authorities
	return outcome
}

func entitiesOf(doc metadata.Document) []signin.Entity {
	entities := make([]signin.Entity, len(doc.Entities))
	for i, e := range doc.Entities {
		entities[i] = signin.Entity{
			EntityID: proof.Visible(e.ID), Name: proof.Visible(e.Name), NameIDs: e.NameIDFormats,
			WantsSigned: e.WantsSigned, ValidUntil: e.ValidUntil, Certificates: e.Certificates,
		}
		entities[i].SSOBinding, entities[i].SSOURL = preferred(e)
		entities[i].Patch = patchOf(e)
	}
	return entities
}

// preferred is the endpoint that is taken where nothing else is asked for.
func preferred(e metadata.Entity) (signin.Binding, string) {
	if address := e.SignOnURL(metadata.BindingRedirect); address != "" {
		return signin.Redirect, address
	}
	if address := e.SignOnURL(metadata.BindingPost); address != "" {
		return signin.Post, address
	}
	return "", ""
}

// patchOf is the partial document that takes a provider over.
func patchOf(e metadata.Entity) json.RawMessage {
	binding, address := preferred(e)
	patch := map[string]any{"idpEntityId": e.ID}
	if address != "" {
		patch["ssoUrl"], patch["ssoBinding"] = address, binding
	}
	if len(e.Certificates) > 0 {
		patch["signingCertificates"] = pemOf(e.Certificates)
	}
	if e.WantsSigned {
		patch["signRequests"] = true
	}
	doc, err := json.Marshal(patch)
	if err != nil { // a map of texts always marshals
		return nil
	}
	return doc
}

func pemOf(certificates []*x509.Certificate) []string {
	texts := make([]string, len(certificates))
	for i, c := range certificates {
		texts[i] = strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})))
	}
	return texts
}
