package senderdomain

import (
	"fmt"
	"net"
	"strings"

	"patchbay/backend/proof"
)

// maxHosts bounds the hosts of MX records that are looked at.
const maxHosts = 5

// checkMX finds out whether replies and bounces can arrive.
func (c *course) checkMX() (proof.Outcome, *skip) {
	if c.invalid != nil {
		c.over = "an address has no domain"
		field := fieldFrom
		if c.invalidEnvelope {
			field = fieldEnvelope
		}
		return proof.Fail(addressInvalid(field)), nil
	}
	outcome := c.receives(c.from, fieldFrom)
	if c.envelope == c.from || c.over != "" {
		return outcome, nil
	}
	bounces := c.receives(c.envelope, fieldEnvelope)
	outcome.Detail = strings.Join(nonEmpty(outcome.Detail, bounces.Detail), "; ")
	outcome.Failures = append(outcome.Failures, bounces.Failures...)
	return outcome, nil
}

// receives looks for a way to deliver mail to a domain: RFC 5321 §5.1.
func (c *course) receives(domain, field string) proof.Outcome {
	records, err := c.dns.LookupMX(c.ctx, domain)
	switch {
	case len(records) == 1 && records[0].Host == ".":
		return proof.Fail(nullMX(domain, field))
	case len(records) > 0 && !c.anyReachable(records):
		return proof.Fail(mxUnknown(domain, field, hostsOf(records)))
	case len(records) > 0:
		return proof.Pass(domain + ": " + hostsOf(records))
	case err != nil && !isNotFound(err):
		return c.failed(err, domain, field)
	}
	addrs, err := c.dns.LookupIPAddr(c.ctx, domain)
	switch {
	case len(addrs) > 0:
		return proof.Pass(domain + ": no MX record, so that its mail goes to " + addrs[0].String())
	case err != nil && !isNotFound(err):
		return c.failed(err, domain, field)
	case c.exists(domain):
		return proof.Fail(noMX(domain, field))
	default:
		if domain == c.from {
			c.over = "DNS knows nothing about " + domain
		}
		return proof.Fail(notFound(domain, field))
	}
}

// anyReachable reports whether one of the first hosts has an address, as far as
// that can be found out.
func (c *course) anyReachable(records []*net.MX) bool {
	for _, record := range records[:min(len(records), maxHosts)] {
		addrs, err := c.dns.LookupIPAddr(c.ctx, record.Host)
		if len(addrs) > 0 || err != nil && !isNotFound(err) {
			return true
		}
	}
	return false
}

// exists reports whether DNS knows anything that domains of mail have. The
// resolver hides whether a name exists without the records asked for.
func (c *course) exists(domain string) bool {
	texts, err := c.dns.LookupTXT(c.ctx, domain)
	if len(texts) > 0 || err != nil && !isNotFound(err) {
		return true
	}
	servers, err := c.dns.LookupNS(c.ctx, domain)
	return len(servers) > 0 || err != nil && !isNotFound(err)
}

func hostsOf(records []*net.MX) string {
	var hosts []string
	for _, record := range records[:min(len(records), maxHosts)] {
		hosts = append(hosts, strings.TrimSuffix(record.Host, "."))
	}
	if more := len(records) - maxHosts; more > 0 {
		hosts = append(hosts, fmt.Sprintf("%d more", more))
	}
	return strings.Join(hosts, ", ")
}

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

func nullMX(domain, field string) proof.Finding {
	return proof.Finding{
		Code:   CodeNullMX,
		Cause:  "The domain " + domain + " says that it receives no mail (a null MX record). Receivers may refuse mail from a sender that cannot be answered.",
		Remedy: "Use an address of a domain that receives mail, or have the null MX record replaced by the domain's mail server.",
		Fields: []string{field}, Source: "RFC 7505 §4.2",
	}
}

func noMX(domain, field string) proof.Finding {
	return proof.Finding{
		Code:   CodeNoMX,
		Cause:  "The domain " + domain + " has no MX record and no address, so that replies and bounces cannot arrive. Receivers may refuse mail from such a sender.",
		Remedy: "Check the spelling of the domain, or have an MX record published that names its mail server.",
		Fields: []string{field}, Source: "RFC 5321 §5.1",
	}
}

func mxUnknown(domain, field, hosts string) proof.Finding {
	return proof.Finding{
		Code: CodeNoMX, Reason: "host_not_found",
		Cause:  "The MX record of " + domain + " names " + hosts + ", and DNS has no address for that name. Replies and bounces cannot arrive.",
		Remedy: "Have the MX record name the domain's mail server, or have an address published for that name.",
		Fields: []string{field}, Source: "RFC 5321 §5.1",
	}
}

func notFound(domain, field string) proof.Finding {
	return proof.Finding{
		Code:   CodeNotFound,
		Cause:  "DNS has no MX, address, TXT or name server record for " + domain + ": the domain does not exist, or this DNS server does not know it.",
		Remedy: "Check the spelling of the domain. A domain of an internal network needs the DNS server of that network in the settings.",
		Fields: []string{field},
	}
}
