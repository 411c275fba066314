package oidc

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
)

// found is check O01.
func (p *provider) found(ctx context.Context) proof.Outcome {
	doc, value, misses, f := p.discover(ctx, p.Settings.Issuer)
	o := proof.Outcome{Expected: "a JSON document at " + first(locations(p.Settings.Issuer))}
	for _, miss := range misses {
		o.Detail += fmt.Sprintf("%s: %s; ", miss.url, miss.words)
	}
	if doc == nil {
		p.Stop("there is no discovery document")
		o.Detail = strings.TrimSuffix(o.Detail, "; ")
		o.Failures = []proof.Finding{*f}
		return o
	}
	p.doc = *doc
	o.Detail += doc.url + ": read"
	o.Received, o.Where = fmt.Sprintf("a document with %d members", len(doc.Object)), doc.url
	o.Failures = slices.Concat(p.missing(), p.ambiguous(value), marked(value))
	o.Warnings = p.odd(value, len(misses) > 0)
	return o
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// missing names what a sign-in cannot do without (Discovery §3). Libraries take
// such a document and fail later, with words that nobody understands.
func (p *provider) missing() []proof.Finding {
	var names []string
	for _, name := range []string{"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"} {
		if p.doc.Text(name) == "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	if p.doc.Text("token_endpoint") == "" || p.authEndpoint().URL == "" {
		p.Stop("the discovery document does not name all endpoints")
	}
	return []proof.Finding{{
		Code: signin.CodeMetadataInvalid, Reason: "members_missing",
		Cause:  "The discovery document does not name " + strings.Join(names, ", ") + ".",
		Remedy: "Check that the issuer is that of an OpenID Connect provider; one that speaks plain OAuth 2.0 is configured as such.",
		Fields: []string{"issuer"},
	}}
}

// ambiguous refuses a document that names a place twice to which the client
// secret, a code or a token would go, or from which the keys come: which of the
// two the target would take is anyone's guess.
func (p *provider) ambiguous(value oauth.Value) []proof.Finding {
	names := slices.DeleteFunc(slices.Clone(value.Repeated), func(name string) bool { return !isPlace(name) })
	if len(names) == 0 {
		return nil
	}
	p.Stop("the discovery document names an endpoint twice")
	return []proof.Finding{oauth.RepeatedNames(signin.Endpoint{Field: "issuer", Name: "discovery document"}, names)}
}

func isPlace(name string) bool { return strings.HasSuffix(name, "_endpoint") || name == "jwks_uri" }

// odd warns of what only some systems put up with.
func (p *provider) odd(value oauth.Value, elsewhere bool) []proof.Finding {
	var found []proof.Finding
	if elsewhere {
		found = append(found, proof.Finding{
			Code: signin.CodeMetadataInvalid, Reason: "place",
			Cause:  "The discovery document is not where OpenID Connect puts it: it was found at " + p.doc.url + " only.",
			Remedy: "Many systems look at " + first(locations(p.Settings.Issuer)) + " and nowhere else: have the provider answer there too.",
			Fields: []string{"issuer"},
		})
	}
	if names := slices.DeleteFunc(slices.Clone(value.Repeated), isPlace); len(names) > 0 {
		found = append(found, oauth.RepeatedNames(signin.Endpoint{Field: "issuer", Name: "discovery document"}, names))
	}
	return found
}

// marked explains a byte order mark, which strict readers stumble over.
func marked(value oauth.Value) []proof.Finding {
	if !value.Marked {
		return nil
	}
	return []proof.Finding{{
		Code: signin.CodeMetadataInvalid, Reason: "byte_order_mark",
		Cause:  "The discovery document begins with a byte order mark, which JSON may not have (RFC 8259 §8.1); many systems cannot read it.",
		Remedy: "Have the file at the provider saved as UTF-8 without a byte order mark.",
		Fields: []string{"issuer"},
	}}
}
