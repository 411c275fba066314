package senderdomain

import (
	"strings"

	"github.com/emersion/go-msgauth/dmarc"
	"golang.org/x/net/publicsuffix"

	"patchbay/backend/proof"
)

// checkDMARC reads the policy of the From address's domain, or of the domain
// that it belongs to, and asks whether the mail can meet it.
func (c *course) checkDMARC() (proof.Outcome, *skip) {
	domain, records, failure := c.policyRecords()
	switch {
	case failure != nil:
		return *failure, nil
	case len(records) == 0:
		return proof.Warn(dmarcMissing(c.from)), nil
	case len(records) > 1: // RFC 7489 §6.6.3: then none counts
		return proof.Fail(dmarcInvalid(domain, "there are several records where one belongs", "several_records")), nil
	}
	policy, err := parsePolicy(records[0])
	if err != nil {
		return proof.Fail(dmarcInvalid(domain, strings.TrimPrefix(shown(err.Error()), "dmarc: "), "syntax")), nil
	}
	asked := policy.Policy
	if domain != c.from && policy.SubdomainPolicy != "" {
		asked = policy.SubdomainPolicy
	}
	outcome := proof.Pass(shown(records[0]) + " at _dmarc." + domain + meaning(asked))
	c.judgeAlignment(&outcome, policy, asked)
	return outcome, nil
}

// policyRecords asks the domain, then the one it belongs to: RFC 7489 §6.6.3.
func (c *course) policyRecords() (domain string, records []string, failure *proof.Outcome) {
	domains := []string{c.from}
	if owner := organisational(c.from); owner != c.from {
		domains = append(domains, owner)
	}
	for _, domain := range domains {
		texts, err := c.dns.LookupTXT(c.ctx, "_dmarc."+domain)
		if err != nil && !isNotFound(err) {
			outcome := c.failed(err, "_dmarc."+domain, fieldFrom)
			return domain, nil, &outcome
		}
		for _, text := range texts {
			if isPolicy(text) {
				records = append(records, text)
			}
		}
		if len(records) > 0 {
			return domain, records, nil
		}
	}
	return c.from, nil, nil
}

// isPolicy recognises the version tag, which comes first: RFC 7489 §6.4.
func isPolicy(text string) bool {
	tag, _, _ := strings.Cut(text, ";")
	name, value, _ := strings.Cut(tag, "=")
	return strings.TrimSpace(name) == "v" && strings.TrimSpace(value) == "DMARC1"
}

// parsePolicy reads a record. Its keywords count in any case (RFC 7489 §6.4,
// RFC 5234 §2.3), which the library does not know. A record without a policy
// but with a place for reports asks for nothing: RFC 7489 §6.6.3.
func parsePolicy(record string) (*dmarc.Record, error) {
	_, tags, _ := strings.Cut(record, ";")
	policy, err := dmarc.Parse("v=DMARC1;" + strings.ToLower(tags))
	if err == nil {
		return policy, nil
	}
	withNone, retryErr := dmarc.Parse("v=DMARC1;p=none;" + withoutPolicy(strings.ToLower(tags)))
	if retryErr == nil && len(withNone.ReportURIAggregate) > 0 {
		return withNone, nil
	}
	return nil, err
}

// withoutPolicy drops the tags that say what to do.
func withoutPolicy(tags string) string {
	var kept []string
	for tag := range strings.SplitSeq(tags, ";") {
		name, _, _ := strings.Cut(tag, "=")
		if name = strings.TrimSpace(name); name != "p" && name != "sp" {
			kept = append(kept, tag)
		}
	}
	return strings.Join(kept, ";")
}

func meaning(policy dmarc.Policy) string {
	switch policy {
	case dmarc.PolicyReject:
		return ": receivers are asked to refuse mail that does not meet it"
	case dmarc.PolicyQuarantine:
		return ": receivers are asked to put mail that does not meet it aside"
	default:
		return ": receivers are asked to report only"
	}
}

// judgeAlignment looks for a way that the mail can meet the policy: an SPF
// check for a domain that goes with From's, or a DKIM key of From's domain.
func (c *course) judgeAlignment(outcome *proof.Outcome, policy *dmarc.Record, asked dmarc.Policy) {
	aligned := c.envelope == c.from ||
		policy.SPFAlignment != dmarc.AlignmentStrict && organisational(c.envelope) == organisational(c.from)
	if aligned && c.spf != disproven || c.dkim == proven {
		return
	}
	finding := dmarcUnaligned(c.from, c.envelope, aligned)
	if c.dkim == unknown || asked == dmarc.PolicyNone {
		outcome.Warnings = append(outcome.Warnings, finding)
		return
	}
	outcome.Failures = append(outcome.Failures, finding)
}

// organisational is the domain that somebody has registered: RFC 7489 §3.2.
func organisational(domain string) string {
	if owner, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil {
		return owner
	}
	return domain
}

func dmarcMissing(domain string) proof.Finding {
	return proof.Finding{
		Code:   CodeDMARCMissing,
		Cause:  "The domain " + domain + " has no DMARC record, so that receivers are told nothing about mail that only pretends to be from it.",
		Remedy: `Have a TXT record published at _dmarc.` + organisational(domain) + `, at first "v=DMARC1; p=none; rua=mailto:..." with an address for reports.`,
		Fields: []string{fieldFrom}, Source: "RFC 7489 §6.3",
	}
}

func dmarcInvalid(domain, why, reason string) proof.Finding {
	return proof.Finding{
		Code: CodeDMARCInvalid, Reason: reason,
		Cause:  "The DMARC record at _dmarc." + domain + " is not valid, and receivers ignore it: " + why + ".",
		Remedy: `Have it replaced by one TXT record such as "v=DMARC1; p=none; rua=mailto:..." with an address for reports.`,
		Fields: []string{fieldFrom}, Source: "RFC 7489 §6.3, §6.6.3",
	}
}

func dmarcUnaligned(from, envelope string, aligned bool) proof.Finding {
	f := proof.Finding{
		Code:   CodeDMARCUnaligned,
		Cause:  "Bounces go to " + envelope + ", which does not go with " + from + ", and no DKIM key of " + from + " is known. Unless the server signs for " + from + ", its mail does not meet the DMARC policy.",
		Remedy: "Use an envelope sender of " + from + ", or have the server sign with DKIM for that domain. " + adviceSelector,
		Fields: []string{fieldEnvelope, fieldFrom}, Source: "RFC 7489 §3.1",
	}
	if aligned {
		f.Reason = "spf_unusable"
		f.Cause = "The SPF record cannot be used, and no DKIM key of " + from + " is known. Unless the server signs for " + from + ", its mail does not meet the DMARC policy."
		f.Remedy = "Have the SPF record corrected, or have the server sign with DKIM for " + from + ". " + adviceSelector
		f.Fields = []string{fieldFrom}
	}
	return f
}
