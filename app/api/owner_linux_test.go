package api

import (
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
)

const tcpTable = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1161 1 0000000050d0c3a3 100 0 0 10 0
   1: 0100007F:20FB 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 2000 1 0000000050d0c3a3 20 4 30 10 -1
   2: 0100007F:C350 0100007F:20FB 01 00000000:00000000 00:00000000 00000000  1001        0 2001 1 0000000050d0c3a3 20 4 30 10 -1
   3: 0100007F:C351 0100007F:20FB 06 00000000:00000000 03:00000F9C 00000000     0        0 0 3 0000000050d0c3a3
   4: 0100007F:C352 0100007F:20FB 01
   5: 0100007F:C353 0100007F:20FB 01 00000000:00000000 00:00000000 00000000  many        0 2002 1
`

func TestTheOwnerOfASocketIsFound(t *testing.T) {
	server := kernelForm(t, "127.0.0.1:8443")
	for client, want := range map[string]struct {
		owner int
		found bool
	}{
		"127.0.0.1:50000": {1001, true},
		"127.0.0.1:50001": {0, false}, // its process is gone: the zero is nobody's
		"127.0.0.1:50002": {0, false}, // a row that is cut off
		"127.0.0.1:50003": {0, false},
		"127.0.0.1:50009": {0, false},
	} {
		owner, found := findOwner(strings.NewReader(tcpTable), [2]string{kernelForm(t, client), server})
		if owner != want.owner || found != want.found {
			t.Errorf("%s: got %d, %t", client, owner, found)
		}
	}
}

func kernelForm(t *testing.T, address string) string {
	t.Helper()
	return kernelAddress(netip.MustParseAddrPort(address), 4)
}

// TestTheKernelKnowsTheOwner asks for sockets of this process: one that speaks
// IPv4, and one of IPv6 where there is that.
func TestTheKernelKnowsTheOwner(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		t.Run(address, func(t *testing.T) {
			client, server := pair(t, address)
			owner, found, readable := socketOwner(client, server)
			if !found || !readable || owner != os.Geteuid() {
				t.Errorf("got %d, %t, %t", owner, found, readable)
			}
			if ofAnotherUser(client, server) {
				t.Error("the own process is refused")
			}
			nobody := netip.AddrPortFrom(client.Addr(), 1)
			if !ofAnotherUser(nobody, server) {
				t.Error("a socket that is not there is let in")
			}
		})
	}
}

// pair returns the addresses of both ends of a connection.
func pair(t *testing.T, address string) (client, server netip.AddrPort) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("this machine has no such address: %v", err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	client, _ = addressOf(conn.LocalAddr())
	server, _ = addressOf(conn.RemoteAddr())
	return client, server
}

// TestASocketOfIPv6ThatSpeaksIPv4 is what Java opens.
func TestASocketOfIPv6ThatSpeaksIPv4(t *testing.T) {
	address := netip.MustParseAddrPort("127.0.0.1:8443")
	got := kernelAddress(address, 16)
	if want := strings.Repeat("0", 16) + kernelMark() + kernelAddress(address, 4); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := kernelAddress(netip.MustParseAddrPort("[::1]:1"), 4); got != "" {
		t.Errorf("got %s", got)
	}
}

func FuzzFindOwner(f *testing.F) {
	f.Add(tcpTable)
	f.Add("")
	wanted := [2]string{"0100007F:C350", "0100007F:20FB"}
	f.Fuzz(func(t *testing.T, table string) {
		owner, found := findOwner(strings.NewReader(table), wanted)
		if found && !strings.Contains(table, wanted[0]) {
			t.Error("found what is not there")
		}
		if !found && owner != 0 {
			t.Errorf("nobody's owner is %d", owner)
		}
	})
}

// kernelMark is the word that makes an address of IPv6 one of IPv4, 0000ffff, in
// the machine's byte order.
func kernelMark() string {
	word := kernelAddress(netip.MustParseAddrPort("0.0.255.255:0"), 4)
	mark, _, _ := strings.Cut(word, ":")
	return mark
}
