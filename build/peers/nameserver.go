package peers

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// NameServer answers with the records of a zone, over UDP and TCP. It never
// answers a question for a name that begins with "silent", and fails at one
// that begins with "broken" or "refused".
type NameServer struct {
	// Address is the host and port of both.
	Address string
	records []dns.RR
	asked   func(kind, name string)
	servers []*dns.Server
}

// StartNameServer starts on a loopback address such as "127.0.0.1", with a zone
// in the form of RFC 1035 §5, whose lines may be indented. Asked, if it is not
// nil, is told of every question, such as "MX" and "example.com".
func StartNameServer(ip, zone string, asked func(kind, name string)) (*NameServer, error) {
	records, err := parseZone(zone)
	if err != nil {
		return nil, fmt.Errorf("read the zone: %w", err)
	}
	n := &NameServer{records: records, asked: asked}
	var errs []error
	for range startAttempts { // the port that is free for TCP may be taken for UDP
		err := n.open(ip)
		if err == nil {
			return n, nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("start the name server: %w", errors.Join(errs...))
}

// RunNameServer starts one for a test, and stops it with the test.
func RunNameServer(t testing.TB, zone string) *NameServer {
	t.Helper()
	n, err := StartNameServer("127.0.0.1", zone, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closePeer(t, n.Close) })
	return n
}

func parseZone(zone string) ([]dns.RR, error) {
	var text strings.Builder
	for line := range strings.Lines("$TTL 60\n" + zone) {
		text.WriteString(strings.TrimLeft(line, "\t "))
	}
	parser := dns.NewZoneParser(strings.NewReader(text.String()), ".", "")
	var records []dns.RR
	for record, ok := parser.Next(); ok; record, ok = parser.Next() {
		records = append(records, record)
	}
	return records, parser.Err()
}

func (n *NameServer) open(ip string) error {
	listener, err := net.Listen("tcp", net.JoinHostPort(ip, "0"))
	if err != nil {
		return err
	}
	packets, err := net.ListenPacket("udp", listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	n.Address = listener.Addr().String()
	for _, server := range []*dns.Server{{PacketConn: packets}, {Listener: listener}} {
		server.Handler = dns.HandlerFunc(n.answer)
		started, ended := make(chan struct{}), make(chan error, 1)
		server.NotifyStartedFunc = func() { close(started) }
		go func() { ended <- server.ActivateAndServe() }()
		select {
		case <-started:
			n.servers = append(n.servers, server)
		case err := <-ended:
			return errors.Join(err, n.Close())
		}
	}
	return nil
}

// answer tells a name that does not exist from one without such a record.
func (n *NameServer) answer(w dns.ResponseWriter, query *dns.Msg) {
	question := query.Question[0]
	if n.asked != nil {
		n.asked(dns.TypeToString[question.Qtype], strings.TrimSuffix(question.Name, "."))
	}
	if strings.HasPrefix(question.Name, "silent") {
		return
	}
	reply := new(dns.Msg)
	reply.SetRcode(query, dns.RcodeNameError)
	reply.RecursionAvailable = true
	switch {
	case strings.HasPrefix(question.Name, "broken"):
		reply.Rcode = dns.RcodeServerFailure
	case strings.HasPrefix(question.Name, "refused"):
		reply.Rcode = dns.RcodeRefused
	}
	for _, record := range n.records {
		if !strings.EqualFold(record.Header().Name, question.Name) {
			continue
		}
		reply.Rcode = dns.RcodeSuccess
		if slices.Contains([]uint16{question.Qtype, dns.TypeCNAME}, record.Header().Rrtype) {
			reply.Answer = append(reply.Answer, record)
		}
	}
	if w.RemoteAddr().Network() == "udp" {
		const most = 1232 // bytes that need no fragments (RFC 9715 §3.1)
		reply.Truncate(most)
	}
	_ = w.WriteMsg(reply) // who has gone needs no answer
}

// Lookup is the address that the zone has for a host, nil for none.
func (n *NameServer) Lookup(host string) net.IP {
	for _, record := range n.records {
		if a, ok := record.(*dns.A); ok && strings.EqualFold(a.Hdr.Name, host+".") {
			return a.A
		}
	}
	return nil
}

// Close stops both.
func (n *NameServer) Close() error {
	var errs []error
	for _, server := range n.servers {
		errs = append(errs, server.Shutdown())
	}
	n.servers = nil
	return errors.Join(errs...)
}
