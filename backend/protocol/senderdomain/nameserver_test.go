package senderdomain_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// nameServer answers on loopback, over UDP and TCP, with the records of a
// zone file. It never answers a question for a name that begins with "silent",
// and fails at one that begins with "broken" or "refused".
func nameServer(t *testing.T, zone string) *net.Resolver {
	t.Helper()
	var records []dns.RR
	var unindented strings.Builder
	for line := range strings.Lines("$TTL 60\n" + zone) {
		unindented.WriteString(strings.TrimLeft(line, "\t "))
	}
	parser := dns.NewZoneParser(strings.NewReader(unindented.String()), ".", "")
	for record, ok := parser.Next(); ok; record, ok = parser.Next() {
		records = append(records, record)
	}
	if err := parser.Err(); err != nil {
		t.Fatal(err)
	}
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	for _, server := range []*dns.Server{{PacketConn: packets}, {Listener: listener}} {
		server.Handler = answers(records)
		started := make(chan struct{})
		server.NotifyStartedFunc = func() { close(started) }
		go func() { _ = server.ActivateAndServe() }()
		<-started
		t.Cleanup(func() { _ = server.Shutdown() })
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		if strings.HasPrefix(network, "tcp") {
			return dialer.DialContext(ctx, "tcp", listener.Addr().String())
		}
		return dialer.DialContext(ctx, "udp", packets.LocalAddr().String())
	}}
}

func answers(records []dns.RR) dns.HandlerFunc {
	return func(w dns.ResponseWriter, query *dns.Msg) {
		question := query.Question[0]
		if strings.HasPrefix(question.Name, "silent") {
			return
		}
		reply := new(dns.Msg)
		reply.SetReply(query)
		reply.RecursionAvailable, reply.Rcode = true, dns.RcodeNameError
		switch {
		case strings.HasPrefix(question.Name, "broken"):
			reply.Rcode = dns.RcodeServerFailure
		case strings.HasPrefix(question.Name, "refused"):
			reply.Rcode = dns.RcodeRefused
		}
		for _, record := range records {
			if !strings.EqualFold(record.Header().Name, question.Name) {
				continue
			}
			reply.Rcode = dns.RcodeSuccess
			if record.Header().Rrtype == question.Qtype || record.Header().Rrtype == dns.TypeCNAME {
				reply.Answer = append(reply.Answer, record)
			}
		}
		if w.RemoteAddr().Network() == "udp" {
			reply.Truncate(1232)
		}
		_ = w.WriteMsg(reply)
	}
}
