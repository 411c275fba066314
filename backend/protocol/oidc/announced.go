package oidc

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
)

// sameIssuer is check O02 (Discovery §4.3): the announced issuer is the
// configured one, character by character.
func (p *provider) sameIssuer(ctx context.Context) proof.Outcome {
	want, got := p.Settings.Issuer, p.doc.issuer()
	o := proof.Outcome{Expected: want, Received: got, Where: "discovery document, issuer"}
	switch {
	case want == got:
		if err := p.doc.discovered(ctx, want); err != nil {
			o.Failures = []proof.Finding{documentRefused(err)}
		}
		return o
	case got == "":
		return proof.Outcome{Skip: "the document names no issuer"}
	case isTemplateOf(got, want):
		o.Warnings = []proof.Finding{{
			Code: signin.CodeIssuerMismatch, Reason: "any_tenant",
			Cause:  "The issuer stands for the tenants of many organisations: people of every one of them can sign in.",
			Remedy: "For one organisation, put the ID of its tenant in place of the word in the issuer.",
			Fields: []string{"issuer"},
		}}
		return o
	}
	o.Failures = []proof.Finding{{
		Code:   signin.CodeIssuerMismatch,
		Cause:  fmt.Sprintf("The provider calls itself %s, and the settings call it %s%s.", got, want, oauth.Difference(want, got)),
		Remedy: "Use the provider's own spelling: the two are compared character by character.",
		Fields: []string{"issuer"}, Alternative: p.itsSpelling(ctx, got),
	}}
	return o
}

// documentRefused is what is found of a document that passes the list and that a
// strict library refuses: members of a wrong type, or that differ in upper case
// alone.
func documentRefused(err error) proof.Finding {
	return proof.Finding{
		Code: signin.CodeMetadataInvalid, Reason: "library_refused",
		Cause:  "A strict library for OpenID Connect does not take this discovery document.",
		Remedy: "Show its words to the provider's administrator: systems that use such a library cannot use the provider.",
		Fields: []string{"issuer"},
		Remote: &fault.Remote{Code: "go-oidc", Text: err.Error()},
	}
}

// itsSpelling offers the announced issuer where that was seen to hold: its own
// document is on the same host and names it.
func (p *provider) itsSpelling(ctx context.Context, announced string) *proof.Alternative {
	ours, err1 := url.Parse(p.Settings.Issuer)
	its, err2 := url.Parse(announced)
	if err1 != nil || err2 != nil || ours.Scheme != its.Scheme || !strings.EqualFold(ours.Host, its.Host) || strings.Contains(announced, "{") {
		return nil
	}
	if first(locations(announced)) != p.doc.url {
		doc, _, _, _ := p.discover(ctx, announced)
		if doc == nil || doc.issuer() != announced {
			return nil
		}
	}
	patch, err := json.Marshal(map[string]string{"issuer": announced})
	if err != nil {
		return nil
	}
	return &proof.Alternative{Label: "Use the provider's spelling, " + announced, Patch: patch}
}

// secured is check O03. What only the end of a sign-in needs is warned of.
func (p *provider) secured(ctx context.Context) proof.Outcome {
	needed := []signin.Endpoint{p.issuer(), p.authEndpoint(), p.doc.token(), p.doc.keys(), p.doc.userInfo()}
	if p.mustPush() {
		needed = append(needed, p.doc.pushed())
	}
	o := p.Secured(ctx, needed)
	for _, e := range needed[:3] {
		if !e.IsGuarded() {
			p.Stop("the " + e.Name + " is not one that secrets may be sent to")
		}
	}
	later := p.Secured(ctx, []signin.Endpoint{p.doc.revocation(), p.doc.logout()})
	o.Warnings = slices.Concat(o.Warnings, later.Failures, later.Warnings)
	return o
}

func (p *provider) mustPush() bool {
	must, _ := p.doc.Flag("require_pushed_authorization_requests")
	return must
}

// codeFlow is check O05: the authorization code flow with PKCE by S256.
func (p *provider) codeFlow() proof.Outcome {
	types, saidTypes := p.doc.Texts("response_types_supported")
	methods, saidMethods := p.doc.Texts("code_challenge_methods_supported")
	usesPKCE := p.Settings.PKCE == nil || *p.Settings.PKCE
	o := proof.Outcome{
		Expected: "response type code, PKCE by S256", Where: "discovery document",
		Received: fmt.Sprintf("response types %s; PKCE %s", words(types, saidTypes), words(methods, saidMethods)),
	}
	grants, saidGrants := p.doc.Texts("grant_types_supported")
	switch {
	case saidTypes && !slices.Contains(types, "code"), saidGrants && !slices.Contains(grants, "authorization_code"):
		o.Failures = []proof.Finding{announcedFinding("code_flow", "The provider does not offer the authorization code flow.",
			"Enable it for this application at the provider: no other flow is safe in a browser.", "issuer")}
	case usesPKCE && saidMethods && !slices.Contains(methods, "S256"):
		o.Warnings = []proof.Finding{announcedFinding("pkce_not_offered", "The provider does not announce PKCE by S256, which the settings use.",
			"Try a sign-in. Where the provider refuses it for PKCE, switch PKCE off.", "pkce")}
	case !usesPKCE && slices.Contains(methods, "S256"):
		o.Warnings = []proof.Finding{announcedFinding("pkce_off", "PKCE is switched off, and the provider offers it. Without it a code that somebody gets hold of can be used.",
			"Switch PKCE on (RFC 9700 §2.1.1).", "pkce")}
	}
	return o
}

// words lists what is announced.
func words(list []string, said bool) string {
	switch {
	case !said:
		return "not announced"
	case len(list) == 0:
		return "none"
	}
	const most = 30
	if len(list) > most {
		return strings.Join(list[:most], ", ") + ", ..."
	}
	return strings.Join(list, ", ")
}

func announcedFinding(reason, cause, remedy string, fields ...string) proof.Finding {
	return proof.Finding{Code: signin.CodeCheckFailed, Reason: reason, Cause: cause, Remedy: remedy, Fields: fields}
}

// clientAuthOffered is check O06. A document without the list means
// client_secret_basic (Discovery §3).
func (p *provider) clientAuthOffered() proof.Outcome {
	methods, said := p.doc.Texts("token_endpoint_auth_methods_supported")
	o := proof.Outcome{Expected: string(p.Auth), Received: words(methods, said), Where: "discovery document, token_endpoint_auth_methods_supported"}
	if !said || slices.Contains(methods, string(p.Auth)) {
		return o
	}
	o.Warnings = []proof.Finding{announcedFinding("client_auth_not_offered",
		fmt.Sprintf("The provider does not announce %s, which the settings use.", p.Auth),
		"Choose one that it announces: "+words(methods, said)+". The probe of ambiguous settings shows which one it takes.", "clientAuth")}
	return o
}

// scopesOffered is check O07. Providers need not list all of them (Discovery
// §3), but nothing works without openid (Core §3.1.2.1).
func (p *provider) scopesOffered() proof.Outcome {
	scopes, said := p.doc.Texts("scopes_supported")
	o := proof.Outcome{
		Expected: strings.Join(p.Settings.Scopes, " "), Received: words(scopes, said), Where: "discovery document, scopes_supported",
	}
	if !slices.Contains(p.Settings.Scopes, "openid") {
		o.Failures = []proof.Finding{announcedFinding("no_openid", "The scopes do not hold openid: without it there is no ID token.", "Add openid to the scopes.", "scopes")}
		return o
	}
	var unknown []string
	for _, scope := range p.Settings.Scopes {
		if said && !slices.Contains(scopes, scope) {
			unknown = append(unknown, scope)
		}
	}
	if len(unknown) > 0 {
		o.Warnings = []proof.Finding{announcedFinding("scopes_not_offered",
			"The provider does not announce "+strings.Join(unknown, ", ")+". Some refuse what they do not know, others leave it out without a word.",
			"Take out what is not needed, or have the provider define it.", "scopes")}
	}
	return o
}

// logoutOffered is check O28 (RP-Initiated Logout 1.0).
func (p *provider) logoutOffered() proof.Outcome {
	if p.doc.logout().URL == "" {
		return proof.Outcome{NotApplicable: "the provider announces no logout endpoint: signing out of the target leaves the person signed in at the provider"}
	}
	return proof.Outcome{Detail: "the provider can sign a person out", Received: p.doc.logout().URL, Where: "discovery document, end_session_endpoint"}
}
