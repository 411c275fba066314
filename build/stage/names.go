package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/miekg/dns"
)

// zone is all that the name server knows.
type zone []dns.RR

// newZone has the stage's host at one address, a domain with everything that
// receivers look for, and one with nothing of it.
func newZone(ip net.IP) (zone, error) {
	signing, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	text := fmt.Sprintf(`$TTL 60
mail.stage.test. A %[1]s
old.stage.test. A %[1]s
smtp.elsewhere.test. A %[1]s
stage.test. MX 10 mail.stage.test.
stage.test. TXT "v=spf1 a:mail.stage.test -all"
_dmarc.stage.test. TXT "v=DMARC1; p=reject"
mail._domainkey.stage.test. TXT "v=DKIM1; k=ed25519; p=%[2]s"
_submissions._tcp.stage.test. SRV 0 1 2465 mail.stage.test.
_submission._tcp.stage.test. SRV 0 1 2587 smtp.elsewhere.test.
broken.test. TXT "ownership=1"
`, ip, base64.StdEncoding.EncodeToString(signing))
	parser := dns.NewZoneParser(strings.NewReader(text), ".", "")
	var records zone
	for record, ok := parser.Next(); ok; record, ok = parser.Next() {
		records = append(records, record)
	}
	return records, parser.Err()
}

// address is what a host's name stands for.
func (z zone) address(host string) (net.IP, bool) {
	for _, record := range z {
		if a, ok := record.(*dns.A); ok && strings.EqualFold(a.Hdr.Name, host+".") {
			return a.A, true
		}
	}
	return nil, false
}

// openNameServer answers on one port, over UDP and TCP.
func (s *stage) openNameServer(ip net.IP, names zone) (string, error) {
	listener, err := s.listen(ip.String() + ":0")
	if err != nil {
		return "", err
	}
	address := netip.MustParseAddrPort(listener.Addr().String())
	packets, err := net.ListenPacket("udp", address.String())
	if err != nil {
		_ = listener.Close()
		return "", err
	}
	for _, server := range []*dns.Server{{PacketConn: packets}, {Listener: listener}} {
		server.Handler = dns.HandlerFunc(func(w dns.ResponseWriter, query *dns.Msg) {
			question := query.Question[0]
			s.ledger.note("dns", dns.TypeToString[question.Qtype]+" "+strings.TrimSuffix(question.Name, "."))
			_ = w.WriteMsg(names.answer(query))
		})
		started, ended := make(chan struct{}), make(chan error, 1)
		server.NotifyStartedFunc = func() { close(started) }
		go func() { ended <- server.ActivateAndServe() }()
		select {
		case <-started:
			s.later(server.Shutdown)
		case err := <-ended:
			return "", err
		}
	}
	return address.String(), nil
}

// answer tells a name that does not exist from one without such a record.
func (z zone) answer(query *dns.Msg) *dns.Msg {
	question := query.Question[0]
	reply := new(dns.Msg)
	reply.SetRcode(query, dns.RcodeNameError)
	reply.RecursionAvailable = true
	for _, record := range z {
		if !strings.EqualFold(record.Header().Name, question.Name) {
			continue
		}
		reply.Rcode = dns.RcodeSuccess
		if record.Header().Rrtype == question.Qtype {
			reply.Answer = append(reply.Answer, record)
		}
	}
	return reply
}
