package admission

import (
	"fmt"
	"strings"

	"patchbay/backend/proof"
)

// Trust says how far a provider vouches for an e-mail address.
type Trust string

// The closed set. A missing email_verified is Unknown, not Unverified.
const (
	Verified   Trust = "verified"
	Unverified Trust = "unverified"
	Unknown    Trust = "unknown"
)

// Rules are those of the target system.
type Rules struct {
	AllowedDomains    []string // empty: any; "*." stands for subdomains
	SelfServiceSignUp bool
}

// Person is who has signed in, as far as it matters.
type Person struct {
	Email string // "" when the provider sent none
	Trust Trust
	Known bool // the target has an account already
}

// Decide plays the rules through. It says what the target system would do and
// is no verdict on the sign-in.
func (r Rules) Decide(p Person) proof.Decision {
	decision := r.admit(p)
	if !decision.Admitted {
		decision.Account = proof.AccountRefused
		return decision
	}
	switch {
	case p.Known:
		decision.Account, decision.Reason = proof.AccountExisting, "The target knows this person already."
	case r.SelfServiceSignUp:
		decision.Account, decision.Reason = proof.AccountCreated, "Self-service sign-up makes an account for a person who has none yet."
	default:
		decision.Account = proof.AccountRefused
		decision.Reason = "Self-service sign-up is off: only a person whom the target knows already gets in."
	}
	decision.Reason += doubt(p)
	return decision
}

// admit holds the domain of the address against the allowed ones.
func (r Rules) admit(p Person) proof.Decision {
	if len(r.AllowedDomains) == 0 {
		return proof.Decision{Admitted: true, Rule: "every domain is allowed"}
	}
	refused := proof.Decision{Rule: "the address is not in an allowed domain"}
	if strings.TrimSpace(p.Email) == "" {
		refused.Rule, refused.Reason = "there is no e-mail address", "The provider sent no e-mail address that could be held against the allowed domains."
		return refused
	}
	_, domain, err := split(p.Email)
	if err != nil {
		refused.Rule, refused.Reason = "the e-mail address is not valid", "What the provider sent as the e-mail address is none."
		return refused
	}
	for _, allowed := range r.AllowedDomains {
		if rule, err := NormalizeDomain(allowed); err == nil && matches(rule, domain) {
			return proof.Decision{Admitted: true, Rule: "allowed domain " + rule}
		}
	}
	refused.Reason = r.near(domain)
	return refused
}

func matches(rule, domain string) bool {
	if base, isWildcard := strings.CutPrefix(rule, wildcard); isWildcard {
		return strings.HasSuffix(domain, "."+base)
	}
	return domain == rule
}

// near says why a domain that people take for an allowed one is none.
func (r Rules) near(domain string) string {
	for _, allowed := range r.AllowedDomains {
		rule, err := NormalizeDomain(allowed)
		if err != nil {
			continue
		}
		base, isWildcard := strings.CutPrefix(rule, wildcard)
		switch {
		case isWildcard && domain == base:
			return fmt.Sprintf("%s stands for the subdomains of %s, not for %s itself.", rule, base, base)
		case !isWildcard && strings.HasSuffix(domain, "."+rule):
			return fmt.Sprintf("%s is a subdomain of %s, which is allowed by itself only; *.%s would allow it.", domain, rule, rule)
		}
	}
	return fmt.Sprintf("%s is not among the allowed domains.", domain)
}

// doubt is said beside a decision that stands on an address nobody vouches for.
func doubt(p Person) string {
	switch {
	case p.Email == "":
		return " The provider sent no e-mail address."
	case p.Trust == Unverified:
		return " The provider says that it has not verified the e-mail address: whoever may type an address there can come in as somebody else."
	case p.Trust != Verified:
		return " The provider does not say whether it has verified the e-mail address."
	}
	return ""
}
