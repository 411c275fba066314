package oauth

import (
	"fmt"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/signin"
)

// Person is who has signed in, as the provider says.
type Person struct {
	Claims map[string]any
	// Subject identifies the person for ever.
	Subject, Email, EmailFrom string
	Trust                     admission.Trust
	decision                  *proof.Decision
}

// Admit is check O24: what the target would do with the person.
func (s *Session) Admit(p *Person) proof.Outcome {
	known := s.Request.Known != nil && p.Email != "" && s.Request.Known(p.Email)
	rules := admission.Rules{AllowedDomains: s.Settings.AllowedDomains, SelfServiceSignUp: s.Settings.SelfServiceSignUp}
	decision := rules.Decide(admission.Person{Email: p.Email, Trust: p.Trust, Known: known})
	p.decision = &decision
	o := proof.Outcome{
		Detail:   strings.TrimSpace(decision.Rule + ". " + decision.Reason),
		Expected: "any domain", Received: p.Email, Where: p.EmailFrom,
	}
	if len(s.Settings.AllowedDomains) > 0 {
		o.Expected = strings.Join(s.Settings.AllowedDomains, ", ")
	}
	switch {
	case decision.Admitted:
		return o
	case p.Email == "": // of which the check before this one has told
		return proof.Outcome{Skip: "there is no e-mail address to hold against the allowed domains"}
	}
	o.Failures = []proof.Finding{{
		Code:   signin.CodeDomainNotAllowed,
		Cause:  strings.TrimSpace(fmt.Sprintf("The target would turn this person away: %s. %s", decision.Rule, decision.Reason)),
		Remedy: "Sign in as somebody whose address is in an allowed domain, or add the domain.",
		Fields: []string{"allowedDomains"},
	}}
	return o
}

// Identify records who signed in, within bounds.
func (s *Session) Identify(p Person) {
	claims, _ := bounded(s.masked(p.Claims)).(map[string]any)
	s.Recorder.Identify(proof.Identity{
		Claims: claims, Subject: clip(p.Subject), Email: p.Email, EmailFrom: p.EmailFrom,
		EmailTrust: string(p.Trust), Decision: p.decision,
	})
}

// masked replaces long texts that hold a secret, before they are cut.
func (s *Session) masked(value any) any {
	switch v := value.(type) {
	case string:
		if len(v) > maxText {
			return s.Redactor.Redact(v)
		}
	case []any:
		for i := range v {
			v[i] = s.masked(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = s.masked(v[name])
		}
	}
	return value
}

// TrustOf reads email_verified, which is a boolean (OpenID Connect Core §5.1)
// and a text with some providers. A missing one is not a false one.
func TrustOf(verified any) (admission.Trust, string) {
	switch v := verified.(type) {
	case bool:
		if v {
			return admission.Verified, "email_verified is true"
		}
		return admission.Unverified, "email_verified is false"
	case string:
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "true", "1":
			return admission.Verified, fmt.Sprintf("email_verified is the text %q and no boolean: some systems do not take it", v)
		case "false", "0":
			return admission.Unverified, fmt.Sprintf("email_verified is the text %q", v)
		}
	case nil:
		return admission.Unknown, "the provider does not say whether it has verified the address"
	}
	return admission.Unknown, "email_verified is neither true nor false"
}

// NotVerified warns of an address that the provider says it has not verified.
func NotVerified(fields ...string) proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "email_not_verified",
		Cause:  "The provider says that it has not verified this person's e-mail address: whoever may type an address there can come in as somebody else.",
		Remedy: "Have the person confirm the address at the provider, and have the target find accounts by the lasting identity rather than by the address.",
		Fields: fields,
	}
}

// NoEmail explains that no address was found where the settings look for one.
func NoEmail(where string, fields ...string) proof.Finding {
	return proof.Finding{
		Code:   signin.CodeEmailMissing,
		Cause:  "The provider sent no e-mail address: " + where + ".",
		Remedy: "Add the scope for the e-mail address, have the provider send it to this client, or name the claim that holds it.",
		Fields: fields,
	}
}

// LooksLikeEmail reports whether a claim could be an address.
func LooksLikeEmail(value any) (string, bool) {
	text, _ := value.(string)
	if strings.Count(text, "@") != 1 {
		return "", false
	}
	_, err := admission.NormalizeEmail(text)
	return text, err == nil
}
