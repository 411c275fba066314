package senderdomain

import (
	"fmt"
	"strings"

	"patchbay/backend/proof"
)

// Sizes of RSA keys, in bits: RFC 8301 §3.2 has receivers ignore what is
// smaller than the first, and signers use at least the second.
const (
	leastBits = 1024
	goodBits  = 2048
)

const adviceSelector = "Enter the selector that the server signs with: it stands as s= in the DKIM-Signature field of any message it has sent, and in the provider's instructions."

// checkDKIM looks for the keys of the given selectors. Which selectors a domain
// has cannot be asked.
func (c *course) checkDKIM() (proof.Outcome, *skip) {
	selectors := c.query.Selectors[:min(len(c.query.Selectors), maxSelectors)]
	if len(selectors) == 0 {
		return proof.Outcome{}, &skip{"no selector was given. " + adviceSelector}
	}
	var all proof.Outcome
	var details []string
	for _, selector := range selectors {
		outcome := c.checkSelector(strings.ToLower(strings.TrimSpace(selector)))
		details = append(details, nonEmpty(outcome.Detail)...)
		all.Failures = append(all.Failures, outcome.Failures...)
		all.Warnings = append(all.Warnings, outcome.Warnings...)
		if c.over != "" {
			break
		}
	}
	all.Detail = strings.Join(details, "; ")
	if c.dkim == unknown && c.over == "" {
		c.dkim = disproven
	}
	return all, nil
}

func (c *course) checkSelector(selector string) proof.Outcome {
	name := selector + "._domainkey." + c.from
	if !isName(selector) || !isName(name) {
		return proof.Fail(dkimMissing(`"`+shown(selector)+`" is no selector: it holds what no name in DNS does.`, "selector"))
	}
	texts, err := c.dns.LookupTXT(c.ctx, name)
	switch {
	case err != nil && !isNotFound(err):
		return c.failed(err, name, fieldFrom)
	case len(texts) == 0:
		return proof.Fail(dkimMissing("There is no DKIM key at "+name+", so that receivers take what it signs for unsigned.", ""))
	case len(texts) > 1: // RFC 6376 §3.6.2.2: the result is undefined
		return proof.Fail(dkimInvalid(name, "there are several records where one belongs", "several_records"))
	}
	key, err := parseKey(texts[0])
	if err != nil {
		return proof.Fail(dkimInvalid(name, "the key record "+err.Error(), ""))
	}
	return c.judgeKey(name, key)
}

func (c *course) judgeKey(name string, key dkimKey) proof.Outcome {
	detail := name + ": " + key.kind
	if key.kind == "rsa" {
		detail += fmt.Sprintf(" %d", key.bits)
	}
	switch {
	case key.kind == "rsa" && key.bits < leastBits:
		return proof.Fail(dkimInvalid(name, fmt.Sprintf("the RSA key has %d bits, and receivers ignore fewer than %d", key.bits, leastBits), "key_too_short"))
	case key.testing: // RFC 6376 §3.6.1: no better than unsigned
		return proof.Outcome{Detail: detail, Warnings: []proof.Finding{dkimTesting(name)}}
	case key.kind == "rsa" && key.bits < goodBits:
		c.dkim = proven
		return proof.Outcome{Detail: detail, Warnings: []proof.Finding{dkimWeak(name, key.bits)}}
	}
	c.dkim = proven
	return proof.Pass(detail)
}

func dkimMissing(cause, reason string) proof.Finding {
	return proof.Finding{
		Code: CodeDKIMMissing, Reason: reason,
		Cause:  cause,
		Remedy: "Have the record published that the provider of the outgoing server shows for the domain. " + adviceSelector,
		Fields: []string{fieldFrom}, Source: "RFC 6376 §3.6.2",
	}
}

func dkimInvalid(name, why, reason string) proof.Finding {
	return proof.Finding{
		Code: CodeDKIMInvalid, Reason: reason,
		Cause:  "The DKIM key at " + name + " cannot be used: " + why + ".",
		Remedy: "Have the record replaced by the one that the provider of the outgoing server shows for the domain, as one TXT record.",
		Fields: []string{fieldFrom}, Source: "RFC 6376 §3.6.1, RFC 8301 §3.2",
	}
}

func dkimTesting(name string) proof.Finding {
	return proof.Finding{
		Code: CodeDKIMInvalid, Reason: "testing",
		Cause:  "The DKIM key at " + name + " says that it is being tested (t=y), so that receivers take what it signs for unsigned.",
		Remedy: "Have t=y removed from the record when signing works.",
		Fields: []string{fieldFrom}, Source: "RFC 6376 §3.6.1",
	}
}

func dkimWeak(name string, bits int) proof.Finding {
	return proof.Finding{
		Code:   CodeDKIMWeak,
		Cause:  fmt.Sprintf("The RSA key at %s has %d bits; signers are to use at least %d.", name, bits, goodBits),
		Remedy: "Have the provider of the outgoing server make a key of 2048 bits, and publish it under a selector of its own before the old one goes.",
		Fields: []string{fieldFrom}, Source: "RFC 8301 §3.2",
	}
}
