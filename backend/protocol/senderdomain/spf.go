package senderdomain

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"blitiri.com.ar/go/spf"

	"patchbay/backend/proof"
)

// checkSPF reads the record of the envelope sender's domain: it is that one
// which SPF is about (RFC 7208 §2.4).
func (c *course) checkSPF() (proof.Outcome, *skip) {
	field := c.envelopeField()
	texts, err := c.dns.LookupTXT(c.ctx, c.envelope)
	if err != nil && !isNotFound(err) {
		return c.failed(err, c.envelope, field), nil
	}
	records := spfRecords(texts)
	switch len(records) {
	case 0:
		c.spf = disproven
		return proof.Warn(spfMissing(c.envelope, field)), nil
	case 1:
	default:
		c.spf = disproven
		return proof.Fail(spfInvalid(c.envelope, field, "several_records")), nil
	}
	outcome := c.evaluateAll(field)
	outcome.Detail = strings.Join(nonEmpty(shown(records[0]), outcome.Detail), "; ")
	return outcome, nil
}

// envelopeField blames From where the envelope sender shares its domain.
func (c *course) envelopeField() string {
	if c.envelope != c.from {
		return fieldEnvelope
	}
	return fieldFrom
}

// spfRecords selects as RFC 7208 §4.5 does.
func spfRecords(texts []string) []string {
	var records []string
	for _, text := range texts {
		lower := strings.ToLower(text)
		if lower == "v=spf1" || strings.HasPrefix(lower, "v=spf1 ") {
			records = append(records, text)
		}
	}
	return records
}

// evaluateAll evaluates the record for an address that nobody sends from, which
// reads it to its end, and then for the outgoing server's.
func (c *course) evaluateAll(field string) proof.Outcome {
	nobody := netip.AddrFrom4([4]byte{192, 0, 2, 1}) // RFC 5737: documentation
	result, err := c.evaluate(nobody)
	switch result {
	case spf.TempError:
		return c.failed(err, c.envelope, field)
	case spf.PermError:
		c.spf = disproven
		return proof.Fail(spfInvalid(c.envelope, field, reasonOf(err)))
	case spf.Pass:
		c.spf = proven
		return proof.Warn(spfPermitsAll(c.envelope, field))
	}
	return c.evaluateServer(field)
}

func (c *course) evaluateServer(field string) proof.Outcome {
	var words, refused []string
	for _, addr := range c.query.ServerAddrs[:min(len(c.query.ServerAddrs), maxAddresses)] {
		addr = addr.Unmap().WithZone("")
		if addr.IsPrivate() || !addr.IsGlobalUnicast() {
			words = append(words, addr.String()+" is not public and was left out")
			continue
		}
		result, err := c.evaluate(addr)
		if result == spf.TempError {
			return c.failed(err, c.envelope, field)
		}
		words = append(words, fmt.Sprintf("%s %s", addr, result))
		if result != spf.Pass {
			refused = append(refused, fmt.Sprintf("%s (%s)", addr, result))
		} else {
			c.spf = proven
		}
	}
	outcome := proof.Pass(strings.Join(words, "; "))
	if len(refused) > 0 {
		outcome.Warnings = []proof.Finding{spfNotPermitted(c.envelope, field, strings.Join(refused, ", "))}
	}
	return outcome
}

// evaluate asks whether the record permits an address. TempError is every
// lookup that gave no answer: the library takes a server's refusal for a fault
// of the record.
func (c *course) evaluate(addr netip.Addr) (spf.Result, error) {
	local, _, _ := strings.Cut(c.query.sender(), "@")
	ehlo := cmp.Or(c.query.EHLOName, c.envelope)
	result, err := spf.CheckHostWithSender(net.IP(addr.AsSlice()), ehlo, local+"@"+c.envelope,
		spf.WithContext(c.ctx), spf.WithResolver(c.dns))
	var dns *net.DNSError
	switch {
	case c.ctx.Err() != nil:
		return spf.TempError, c.ctx.Err()
	case result == spf.PermError && errors.As(err, &dns):
		return spf.TempError, err
	}
	return result, err
}

// sender is the address that SPF is about.
func (q Query) sender() string { return cmp.Or(q.EnvelopeFrom, q.From) }

func reasonOf(err error) string {
	switch {
	case errors.Is(err, spf.ErrLookupLimitReached), errors.Is(err, spf.ErrVoidLookupLimitReached), errors.Is(err, spf.ErrTooManyMXRecords):
		return "too_many_lookups"
	case errors.Is(err, spf.ErrMultipleRecords):
		return "several_records"
	case errors.Is(err, spf.ErrNoResult):
		return "record_missing"
	default:
		return "syntax"
	}
}
