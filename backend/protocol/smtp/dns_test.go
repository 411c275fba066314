package smtp_test

import (
	"context"
	"net"
	"net/netip"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"patchbay/backend/protocol/dial"
)

// zone is what a name server on loopback knows: addresses by name.
type zone map[string][]string

// network resolves by the zone and by nothing else.
func (z zone) network(t *testing.T) dial.Network {
	n, _ := z.counted(t)
	return n
}

// counted also counts the questions for IPv4 addresses.
func (z zone) counted(t *testing.T) (dial.Network, *atomic.Int32) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := &atomic.Int32{}
	done := make(chan struct{})
	t.Cleanup(func() { _ = conn.Close(); <-done })
	go func() {
		defer close(done)
		buffer := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			_, _ = conn.WriteTo(z.answer(t, buffer[:n], asked), from)
		}
	}()
	return dial.Network{Resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}}, asked
}

func (z zone) answer(t *testing.T, query []byte, asked *atomic.Int32) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		t.Error(err)
		return nil
	}
	question := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	if question.Type == dnsmessage.TypeA {
		asked.Add(1)
	}
	name := question.Name.String()
	addresses, known := z[name[:len(name)-1]]
	if !known {
		m.RCode = dnsmessage.RCodeNameError
	}
	header := dnsmessage.ResourceHeader{Name: question.Name, Class: question.Class, TTL: 60}
	for _, text := range addresses {
		addr := netip.MustParseAddr(text)
		switch {
		case addr.Is4() && question.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: header, Body: &dnsmessage.AResource{A: addr.As4()}})
		case addr.Is6() && question.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: header, Body: &dnsmessage.AAAAResource{AAAA: addr.As16()}})
		}
	}
	packed, err := m.Pack()
	if err != nil {
		t.Error(err)
	}
	return packed
}
