package oauth

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
	"patchbay/backend/protocol/signin"
)

// listed is one address of the second call.
type listed struct {
	address  string
	primary  bool
	verified any
}

// findEmail is check O23: the address under the path of the settings, or the
// primary and verified one of the second call, as GitHub has it.
func (a *attempt) findEmail(ctx context.Context) proof.Outcome {
	if a.user == nil {
		return proof.Outcome{Skip: "the user-info call brought nothing"}
	}
	o := proof.Outcome{Expected: "an e-mail address", Where: "user info, " + a.Settings.EmailPath}
	value, _ := Find(a.user, a.Settings.EmailPath)
	address, found := Word(value)
	trust, words := admission.Unknown, "the provider does not say whether it has verified the address"
	if found {
		trust, words = TrustOf(firstOf(a.user, "email_verified", "verified_email", "verified"))
	}
	if a.Settings.EmailsURL != "" {
		best, f := a.listedEmail(ctx)
		if f != nil {
			o.Failures = []proof.Finding{*f}
			return o
		}
		if best.address != "" {
			address, o.Where = best.address, "second call, primary address"
			trust, words = TrustOf(best.verified)
		}
	}
	if _, ok := LooksLikeEmail(address); !ok {
		o.Received = address
		o.Failures = []proof.Finding{NoEmail("there is none under "+a.Settings.EmailPath, "emailPath", "emailsUrl", "scopes")}
		return o
	}
	a.person.Email, a.person.EmailFrom, a.person.Trust = address, o.Where, trust
	o.Received, o.Detail = address, words
	if trust == admission.Unverified {
		o.Warnings = []proof.Finding{NotVerified("emailPath", "emailsUrl")}
	}
	return o
}

func firstOf(members Object, names ...string) any {
	for _, name := range names {
		if value, ok := members[name]; ok && value != nil {
			return value
		}
	}
	return nil
}

// listedEmail makes the second call and picks an address.
func (a *attempt) listedEmail(ctx context.Context) (listed, *proof.Finding) {
	to := signin.Endpoint{URL: a.Settings.EmailsURL, Field: "emailsUrl", Name: "endpoint of e-mail addresses"}
	reply, f := a.Bearer(ctx, to, a.tokens.Access, a.auth.At)
	if f != nil {
		return listed{}, f
	}
	value, err := ParseValue(reply.Body)
	if err != nil {
		unreadable := a.Unreadable(err, reply, to)
		return listed{}, &unreadable
	}
	return pick(value.JSON), nil
}

// pick takes the address that is primary and verified, else the primary one,
// else a verified one. Lists come bare or under "values".
func pick(value any) listed {
	if object, ok := value.(map[string]any); ok {
		value = object["values"]
	}
	list, _ := value.([]any)
	var best listed
	bestRank := -1
	for _, entry := range list {
		members, ok := entry.(map[string]any)
		if !ok {
			continue
		}
		candidate := listed{verified: firstOf(members, "verified", "email_verified", "is_confirmed", "is_verified")}
		candidate.address, _ = members["email"].(string)
		candidate.primary = fmt.Sprint(firstOf(members, "primary", "is_primary")) == "true"
		if rank := candidate.rank(); strings.TrimSpace(candidate.address) != "" && rank > bestRank {
			best, bestRank = candidate, rank
		}
	}
	return best
}

func (l listed) rank() int {
	rank := 0
	if l.primary {
		rank += 2
	}
	if trust, _ := TrustOf(l.verified); trust == admission.Verified {
		rank++
	}
	return rank
}
