package preset

import (
	"net/url"
	"slices"
	"strings"

	"patchbay/backend/protocol/signin"
)

// providerRemarks look at how the provider spells its own addresses.
func providerRemarks(s signin.Settings) []Remark {
	var r remarks
	u, err := url.Parse(s.Issuer)
	if s.Type != signin.OIDC || s.Issuer == "" || err != nil {
		return nil
	}
	p, _ := Detect(s)
	first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	switch p.ID {
	case "entra":
		if slices.Contains([]string{"common", "organizations", "consumers"}, first) {
			r.add(Warning, "issuer_tenant", "issuer", "The issuer is for accounts of every organisation, and is a template: tokens name the tenant of each person.", "Enter the issuer with your tenant's ID: https://login.microsoftonline.com/TENANT-ID/v2.0.")
		}
		if !strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/v2.0") {
			r.add(Warning, "issuer_version", "issuer", "This is the issuer of version 1 of Microsoft's interface.", "Enter the issuer that ends in /v2.0.")
		}
	case "auth0", "authentik":
		if !strings.HasSuffix(s.Issuer, "/") {
			r.add(Warning, "issuer_slash", "issuer", "The slash at the end is part of the issuer of "+p.Name+".", "Enter "+s.Issuer+"/.")
		}
	}
	return r
}

// safetyRemarks look for what lets in whom it should not.
func safetyRemarks(s signin.Settings) []Remark {
	var r remarks
	if s.SelfServiceSignUp && len(s.AllowedDomains) == 0 {
		r.signUp(s)
	}
	switch s.Type {
	case signin.OIDC, signin.OAuth2:
		r.client(s)
	case signin.SAML:
		r.signatures(s)
	}
	return r
}

func (r *remarks) signUp(s signin.Settings) {
	p, _ := Detect(s)
	if slices.Contains([]string{"google", "github", "linkedin", "apple", "gitlab"}, p.ID) {
		r.add(Warning, "sign_up_open", "allowedDomains", "Everybody in the world with an account at "+p.Name+" gets an account in the target.", "Enter the domains whose people may sign in, or switch self-service sign-up off.")
		return
	}
	r.add(Hint, "sign_up_open", "allowedDomains", "Everybody whom the provider signs in gets an account in the target, guests included.", "Enter the domains whose people may sign in, unless the provider admits only those.")
}

func (r *remarks) client(s signin.Settings) {
	p, _ := Detect(s)
	if s.PKCE != nil && !*s.PKCE {
		severity := Warning
		if p.facts[s.Type].withoutPKCE {
			severity = Hint
		}
		r.add(severity, "pkce_off", "pkce", "Without PKCE, whoever catches the code on its way can use it.", "Switch PKCE on, unless the provider refuses it.")
	}
	if s.Type != signin.OIDC || len(s.Scopes) == 0 {
		return
	}
	if !slices.Contains(s.Scopes, "openid") {
		r.add(Error, "scope_openid", "scopes", "Without the scope openid this is no OpenID Connect, and no ID token comes.", "Add openid to the scopes.")
	}
	if !slices.Contains(s.Scopes, "email") && (s.EmailClaim == "" || s.EmailClaim == "email") && p.ID != "adfs" {
		r.add(Hint, "scope_email", "scopes", "Without the scope email most providers tell no e-mail address.", "Add email to the scopes.")
	}
}

func (r *remarks) signatures(s signin.Settings) {
	if s.WantAssertionsSigned != nil && !*s.WantAssertionsSigned && !s.WantResponseSigned {
		r.add(Warning, "unsigned", "wantAssertionsSigned", "Neither the response nor the assertion has to be signed: a target that follows this takes an answer that anybody can write.", "Demand that the assertion is signed, or the response, or both.")
	}
	if s.AllowUnsolicited {
		r.add(Warning, "unsolicited", "allowUnsolicited", "An answer that nobody asked for is taken: a stolen or foreign one can be slipped to somebody.", "Switch it off, unless people begin at the provider's portal.")
	}
}
