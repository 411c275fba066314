package browser

import (
	"fmt"
	"net"
	"strconv"

	"patchbay/backend/fault"
)

// The codes of the faults that this door raises.
const (
	CodeListenInvalid  = "browser.listen_invalid"  // the address is not a loopback host and port
	CodeListenFailed   = "browser.listen_failed"   // the port is taken or may not be used
	CodePagesNotBuilt  = "browser.pages_not_built" // the program holds no pages
	CodeForeignRequest = "browser.foreign_request" // another page or host asks
	CodeNoSession      = "browser.no_session"      // the token is missing, wrong or used
	CodeNoSuchMethod   = "browser.no_such_method"
	CodeBadRequest     = "browser.bad_request"
)

// DefaultListen lets the system choose a free port.
const DefaultListen = "127.0.0.1:0"

// CheckListen refuses every address but a loopback one with a port. Names
// other than localhost are refused because a resolver decides where they lead.
func CheckListen(address string) error {
	_, err := loopback(address)
	return err
}

// loopback returns the address to bind; localhost is not resolved.
func loopback(address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", listenFault(fmt.Sprintf("%q is not an address and a port", address))
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || strconv.FormatUint(n, 10) != port {
		return "", listenFault(fmt.Sprintf("%q is not a port from 0 to 65535", port))
	}
	switch host {
	case "127.0.0.1", "localhost":
		return net.JoinHostPort("127.0.0.1", port), nil
	case "::1":
		return net.JoinHostPort("::1", port), nil
	default:
		return "", listenFault(fmt.Sprintf("%q is not this machine's own address", host))
	}
}

func listenFault(message string) *fault.Fault {
	return fault.New(fault.Invalid, CodeListenInvalid, message).
		WithHint("use 127.0.0.1:PORT, [::1]:PORT or localhost:PORT; port 0 chooses a free one").
		WithField("listen", "must be a loopback address and a port")
}

// ownHosts are the values of Host by which a client may name this server.
func ownHosts(port string) map[string]bool {
	hosts := map[string]bool{}
	for _, host := range []string{"127.0.0.1", "[::1]", "localhost"} {
		hosts[host+":"+port] = true
		if port == "80" { // RFC 9110 §4.2.1: the default port is left out
			hosts[host] = true
		}
	}
	return hosts
}
