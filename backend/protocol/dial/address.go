package dial

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// CheckAddress says what is wrong with the host:port of a proxy, "" when
// nothing is.
func CheckAddress(address string) string {
	host, port, err := net.SplitHostPort(address)
	switch {
	case err != nil || host == "":
		return "must be host:port, such as proxy.example.com:1080"
	case !isPort(port):
		return "the port must be 1 to 65535"
	case !isLiteral(host) && !isHostName(host):
		return "is not a host name or an IP address"
	}
	return ""
}

func isPort(text string) bool {
	port, err := strconv.ParseUint(text, 10, 16)
	return err == nil && port > 0
}

func isLiteral(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// isLocal recognises names and addresses that never leave this machine or its
// link (RFC 6761 §6.3).
func isLocal(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Unmap().IsLoopback() || addr.IsLinkLocalUnicast()
	}
	return isLocalhost(host)
}

// isLocalhost recognises the names that are this machine's by definition
// (RFC 6761 §6.3).
func isLocalhost(host string) bool {
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// loopback are the addresses of such a name, in the order of trying.
func loopback() []netip.Addr {
	return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}
}

// isHostName applies RFC 1123 §2.1, with the underscore that names of
// containers hold. Above all it lets through nothing that could end a line.
func isHostName(name string) bool {
	name = strings.TrimSuffix(name, ".")
	if name == "" || len(name) > 253 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.IndexFunc(label, notHostRune) >= 0 {
			return false
		}
	}
	return true
}

func notHostRune(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
}
