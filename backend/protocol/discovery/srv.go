package discovery

import (
	"context"
	"fmt"
	"net"
	"strings"
)

// maxTargets bounds the servers taken from one SRV record set.
const maxTargets = 8

// service is a mail service that SRV records announce.
type service struct {
	name     string
	protocol Protocol
	security string
}

// services are those of RFC 6186 §3 and RFC 8314 §5.1. What RFC 6186 offers
// without TLS from the start is used with STARTTLS or not at all.
func services() []service {
	return []service{
		{"submissions", SMTP, ImplicitTLS},
		{"submission", SMTP, STARTTLS},
		{"imaps", IMAP, ImplicitTLS},
		{"imap", IMAP, STARTTLS},
	}
}

func (s search) srv(ctx context.Context) result {
	var asks []func(context.Context) result
	for _, offered := range services() {
		asks = append(asks, func(ctx context.Context) result { return s.service(ctx, offered) })
	}
	var all result
	for _, one := range together(ctx, asks) {
		all.add(one)
	}
	return all
}

func (s search) service(ctx context.Context, offered service) result {
	where := "SRV _" + offered.name + "._tcp." + s.address.domain
	return s.attempt(FromSRV, where, func() ([]Candidate, string) {
		// The dot of the root keeps the machine's search list out of it.
		_, records, err := s.resolver.LookupSRV(ctx, offered.name, "tcp", s.address.domain+".")
		if err != nil && len(records) == 0 {
			return nil, explainRecord(err)
		}
		// RFC 6186 §3.4: the root as only target says that there is none.
		if len(records) == 1 && records[0].Target == "." {
			return nil, "the domain says that it does not offer this"
		}
		found := s.targets(offered, records[:min(len(records), maxTargets)], where)
		outcome := foundServers(len(found))
		if len(records) > len(found) {
			outcome += fmt.Sprintf("; ignored %d more targets", len(records)-len(found))
		}
		return found, outcome
	})
}

// targets makes candidates of records, in their order of preference.
func (s search) targets(offered service, records []*net.SRV, where string) []Candidate {
	var found []Candidate
	for _, record := range records {
		host, ok := asciiHost(record.Target)
		if !ok || record.Port == 0 {
			continue
		}
		found = append(found, Candidate{
			Protocol: offered.protocol, Host: host, Port: record.Port, Security: offered.security,
			User:   s.address.text, // RFC 6186 §4: the whole address is to be tried first
			Source: FromSRV, Where: where,
		})
	}
	s.confirmOutside(found)
	return found
}

// explainRecord is explain where a missing record is nothing unusual.
func explainRecord(err error) string {
	return strings.Replace(explain(err), "no such host", "no such record", 1)
}
