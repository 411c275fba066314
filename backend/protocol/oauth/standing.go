package oauth

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// soon is how long before its end a client secret is warned of.
const soon = 30 * 24 * time.Hour

// SecretEnd is check O29: when the client secret ends, as far as somebody wrote
// it down: no provider tells it over OAuth.
func (s *Session) SecretEnd() proof.Outcome {
	if s.Auth == signin.ClientNone {
		return proof.Outcome{NotApplicable: "a public client has no secret"}
	}
	if s.Settings.ClientSecretExpires == "" {
		return proof.Pass("no end is written down; where the provider sets one, enter it to be warned in time")
	}
	day, err := time.Parse(time.DateOnly, s.Settings.ClientSecretExpires)
	if err != nil {
		return proof.Outcome{Skip: "the day that is written down is none"}
	}
	o := proof.Outcome{Received: s.Settings.ClientSecretExpires, Where: "settings"}
	switch left := day.Sub(s.Now()); {
	case left <= 0:
		o.Warnings = []proof.Finding{secretEnds("secret_expired", "By the settings, the client secret ended on "+s.Settings.ClientSecretExpires+".")}
	case left < soon:
		o.Warnings = []proof.Finding{secretEnds("secret_expires_soon",
			fmt.Sprintf("The client secret ends on %s, in %d days.", s.Settings.ClientSecretExpires, int(left.Hours()/24)))}
	default:
		o.Detail = "ends on " + s.Settings.ClientSecretExpires
	}
	return o
}

func secretEnds(reason, cause string) proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: reason, Cause: cause,
		Remedy: "Make a new client secret at the provider and enter it here with its end. Most providers let two be valid for a while.",
		Fields: []string{"clientSecretExpires", "clientSecret"},
	}
}

// CallbackLint is check O08: traps in the redirect URI of the target that can be
// seen without asking the provider, which compares it character by character
// (RFC 9700 §2.1).
func (s *Session) CallbackLint() proof.Outcome {
	address := s.Settings.CallbackURL
	if address == "" {
		return proof.Outcome{NotApplicable: "the settings name no redirect URI of the target yet"}
	}
	o := proof.Outcome{Received: address, Where: "settings, callbackUrl"}
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || u.Host == "" {
		o.Failures = []proof.Finding{callbackFinding("not_absolute", "The redirect URI of the target is no whole address.",
			"Enter it as the target names it, beginning with https://.")}
		return o
	}
	if strings.Contains(address, "#") {
		o.Failures = append(o.Failures, callbackFinding("fragment", "The redirect URI of the target holds a fragment, which is not allowed (RFC 6749 §3.1.2).",
			"Remove the # and what follows."))
	}
	if strings.Contains(address, "*") {
		o.Failures = append(o.Failures, callbackFinding("wildcard", "The redirect URI of the target holds a wildcard. Sent as such it matches nothing, and registered as such it lets codes go astray.",
			"Enter the one address that the target uses."))
	}
	o.Warnings = callbackWarnings(u)
	return o
}

func callbackWarnings(u *url.URL) []proof.Finding {
	var found []proof.Finding
	addr, err := netip.ParseAddr(u.Hostname())
	local := err == nil && addr.IsLoopback() || strings.EqualFold(u.Hostname(), "localhost")
	if local {
		found = append(found, callbackFinding("loopback", "The redirect URI of the target is on the machine of whoever signs in: it works for a program on that machine only.",
			"Enter the address of the target system as people open it."))
	} else if u.Scheme != "https" {
		found = append(found, callbackFinding("http", "The redirect URI of the target is not https: codes would cross the network in clear text, and most providers refuse it.",
			"Use https. Behind a proxy, tell the target which address people see."))
	}
	if u.Host != strings.ToLower(u.Host) {
		found = append(found, callbackFinding("upper_case", "The host of the redirect URI has upper-case letters. Browsers send lower case, and providers compare character by character.",
			"Write the host in lower case, here and at the provider."))
	}
	if strings.HasSuffix(u.Host, ":443") && u.Scheme == "https" || strings.HasSuffix(u.Host, ":80") && u.Scheme == "http" {
		found = append(found, callbackFinding("default_port", "The redirect URI names the port that is the default. Some systems leave it out, and then the addresses differ.",
			"Leave the port out, here and at the provider."))
	}
	return found
}

func callbackFinding(reason, cause, remedy string) proof.Finding {
	return proof.Finding{Code: signin.CodeRedirectURIMismatch, Reason: reason, Cause: cause, Remedy: remedy, Fields: []string{"callbackUrl"}}
}
