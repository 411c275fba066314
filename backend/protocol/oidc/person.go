package oidc

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
)

// nobody is why a check of the person cannot be made.
const nobody = "there are no claims"

// known skips a check where nothing is known of the person.
func (a *attempt) known(try func() proof.Outcome) func() proof.Outcome {
	return func() proof.Outcome {
		if a.token == nil && a.user == nil {
			return proof.Outcome{Skip: nobody}
		}
		return try()
	}
}

// findEmail is check O23: an address, from which claim, and how far it can be
// trusted.
func (a *attempt) findEmail() proof.Outcome {
	claim := a.Settings.EmailClaim
	value, where := a.find(claim)
	address, isEmail := oauth.LooksLikeEmail(value)
	o := proof.Outcome{Expected: "an e-mail address in claim " + claim, Received: address, Where: where}
	if !isEmail {
		o.Received, o.Where = a.candidates(), ""
		f := oauth.NoEmail(where, "emailClaim", "scopes")
		if value != nil {
			f = oauth.NoEmail("claim "+claim+" holds something else", "emailClaim")
		}
		f.Alternative = a.otherClaim()
		o.Failures = []proof.Finding{f}
		return o
	}
	trust, words := a.trust(claim, where)
	a.person.Email, a.person.EmailFrom, a.person.Trust = address, where, trust
	o.Detail = words
	if trust == admission.Unverified {
		o.Warnings = []proof.Finding{oauth.NotVerified("emailClaim")}
	}
	return o
}

// trust says how far the address can be trusted. email_verified is about the
// claim email alone, and stands beside it.
func (a *attempt) trust(claim, where string) (admission.Trust, string) {
	if a.token != nil && !a.token.verified && strings.HasPrefix(where, "ID token") {
		return admission.Unknown, "the signature of the ID token does not hold"
	}
	if claim != "email" {
		return admission.Unknown, "email_verified says nothing of claim " + claim
	}
	if strings.HasPrefix(where, "ID token") {
		if verified, given := a.token.claims["email_verified"]; given {
			return oauth.TrustOf(verified)
		}
		if edov, given := a.token.claims["xms_edov"]; given {
			return ownerVerified(edov)
		}
		if a.user.Text("email") != a.token.claims.Text("email") {
			return oauth.TrustOf(nil)
		}
	}
	verified, given := a.user["email_verified"]
	if edov, _ := a.find("xms_edov"); edov != nil && !given {
		return ownerVerified(edov)
	}
	return oauth.TrustOf(verified)
}

// ownerVerified reads Entra ID's claim in the place of email_verified: whether
// the owner of the address's domain has verified it.
func ownerVerified(value any) (admission.Trust, string) {
	trust, _ := oauth.TrustOf(value)
	if word, _ := oauth.Word(value); word == "1" {
		trust = admission.Verified
	}
	switch trust {
	case admission.Verified:
		return trust, "xms_edov is true: the owner of its domain has verified the address"
	case admission.Unverified:
		return trust, "xms_edov is false: the owner of its domain has not verified the address"
	default:
		return admission.Unknown, "xms_edov is neither true nor false"
	}
}

// admit is check O24, with what there is to know of Google: an account that
// somebody made for an address of a company is not one of that company's.
func (a *attempt) admit() proof.Outcome {
	o := a.Admit(&a.person)
	if o.Verdict() == proof.Passed && isOutsider(a.doc.issuer(), a.claims(), a.Settings.AllowedDomains) {
		o.Warnings = []proof.Finding{{
			Code: signin.CodeDomainNotAllowed, Reason: "hosted_domain",
			Cause:  "The address is in an allowed domain, but the account does not belong to an organisation at Google: the claim hd is missing. Somebody may have made it for an address of theirs.",
			Remedy: "Have the target require the claim hd, and compare it with the domain.",
			Fields: []string{"allowedDomains"},
		}}
	}
	return o
}

func isOutsider(issuer string, claims map[string]any, domains []string) bool {
	hosted, _ := claims["hd"].(string)
	return issuer == googleIssuer && hosted == "" && len(domains) > 0
}

// others are claims that hold an address with some providers.
func others() []string {
	return []string{"email", "mail", "preferred_username", "upn", "unique_name", "emails"}
}

// candidates lists the claims that could be meant.
func (a *attempt) candidates() string {
	var found []string
	for _, claim := range others() {
		value, _ := a.find(claim)
		if address, ok := oauth.LooksLikeEmail(value); ok {
			found = append(found, claim+": "+address)
		}
	}
	return strings.Join(found, ", ")
}

// otherClaim offers a claim that was seen to hold an address.
func (a *attempt) otherClaim() *proof.Alternative {
	for _, claim := range others() {
		value, _ := a.find(claim)
		if _, ok := oauth.LooksLikeEmail(value); !ok {
			continue
		}
		patch, err := json.Marshal(map[string]string{"emailClaim": claim})
		if err != nil {
			return nil
		}
		return &proof.Alternative{Label: "Read the address from claim " + claim, Patch: patch}
	}
	return nil
}

// identity is check O26: what identifies the person for ever. It is the subject
// of the issuer (Core §5.7); with Entra ID, whose subjects differ from
// application to application, object ID and tenant.
func (a *attempt) identity() proof.Outcome {
	claims := oauth.Object(a.claims())
	subject, issuer := claims.Text("sub"), claims.Text("iss")
	object, tenant := claims.Text("oid"), claims.Text("tid")
	o := proof.Outcome{Where: "claims iss and sub"}
	switch {
	case object != "" && tenant != "":
		a.person.Subject = object + " " + tenant
		o.Where = "claims oid and tid"
		o.Detail = "with Entra ID, accounts are to be found by object ID and tenant: sub differs for each application, and the address may pass to somebody else"
	case subject != "":
		a.person.Subject = strings.TrimSpace(issuer + " " + subject)
		o.Detail = "accounts are to be found by issuer and subject, not by the address, which may pass to somebody else" + a.pairwise()
	}
	o.Received = a.person.Subject
	if a.token != nil && a.token.claims.Text("sub") == "" {
		o.Failures = []proof.Finding{{
			Code: signin.CodeResponseInvalid, Reason: "no_subject",
			Cause:  "The ID token names nobody: its claim sub is missing or empty.",
			Remedy: "Have the provider issue a subject for every person (Core §2).",
		}}
		return o
	}
	if len(subject) > 255 {
		o.Warnings = []proof.Finding{{
			Code: signin.CodeResponseInvalid, Reason: "long_subject",
			Cause:  fmt.Sprintf("The subject has %d characters; 255 are allowed (Core §2), and some systems cut it.", len(subject)),
			Remedy: "Have the provider use shorter subjects.",
		}}
	}
	return o
}

func (a *attempt) pairwise() string {
	types, _ := a.doc.Texts("subject_types_supported")
	if slices.Contains(types, "pairwise") && !slices.Contains(types, "public") {
		return "; this provider's subjects differ for each application"
	}
	return ""
}
