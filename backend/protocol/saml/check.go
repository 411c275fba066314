package saml

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// What a proof says of itself.
const (
	showsChecked = "What is known of the provider fits together, and its addresses can be reached."
	leavesSignIn = "Whether the provider knows this service provider shows only when somebody signs in."
)

// Check makes the checks that need no sign-in: of the metadata, the provider's
// addresses and certificates, and the service provider's own keys. They go on
// where the provider is not reached, as far as they can.
func Check(ctx context.Context, r signin.Request) proof.Report {
	s := open(r, signin.LevelCheck)
	if s.recorder.Failed() {
		return s.report("", "")
	}
	if to := s.first(); to.URL != "" {
		s.arrive(ctx, to)
	}
	for _, check := range s.standing(ctx, s.study(ctx)) {
		s.recorder.Check(check.id, check.title, check.try)
	}
	return s.report(showsChecked, leavesSignIn)
}

// first is the endpoint that is looked at first: where the metadata lies, or
// where people are sent to, as far as that is known without it.
func (s *session) first() signin.Endpoint {
	if s.settings.MetadataURL != "" {
		return s.metadataEndpoint()
	}
	doc, _ := s.entered()
	p, _ := s.choose(doc)
	return p.signOn
}

// check is one of a list.
type check struct {
	id, title string
	try       func() proof.Outcome
}

// standing are the checks that need no sign-in, in order.
func (s *session) standing(ctx context.Context, found findings) []check {
	return []check{
		{"metadata", "Metadata of the provider", func() proof.Outcome { return s.metadataRead(found.doc, found.unread) }},
		{"entity", "Entity of the provider", func() proof.Outcome { return s.entityFound(found) }},
		{"endpoint", "Single sign-on address", func() proof.Outcome { return s.endpointUsable(ctx, found) }},
		{"requests", "Signed requests", s.requestsSigned},
		{"S13", "Signing certificate", func() proof.Outcome { return s.certificatesHold(found.unread != nil) }},
		{"S16", "Strength of the key", s.keysStrong},
		{"S19", "Format of the NameID", s.formatOffered},
		{"sp_key", "Keys of the service provider", s.ownKeys},
		{"callback", "Callback URL", s.callback},
		{"S34", "Metadata", func() proof.Outcome { return s.fresh(ctx) }},
	}
}
