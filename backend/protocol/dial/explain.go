package dial

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"patchbay/backend/proof"
)

// Codes of findings about the network.
const (
	CodeHostNotFound = "net.host_not_found"
	CodeDNSFailed    = "net.dns_failed"
	CodeRefused      = "net.refused"
	CodeTimeout      = "net.timeout"
	CodeUnreachable  = "net.unreachable"
	CodeClosed       = "net.closed"
)

// Explain turns an error of a connection that was open into a finding. Doing
// says what went on, such as "waiting for the greeting".
func Explain(err error, doing string) proof.Finding {
	if f, ok := FindingOf(err); ok {
		return f
	}
	switch {
	case errors.Is(err, context.Canceled):
		return cancelled()
	case IsTimeout(err):
		return proof.Finding{
			Code:   CodeTimeout,
			Cause:  "The server did not answer in time while Patchbay was " + doing + ".",
			Remedy: "Check that host and port belong to a mail server, and that no firewall holds the traffic back. A slow server may need a longer timeout.",
			Fields: []string{"host", "port"},
		}
	case isAlert(err):
		return handshakeFailed(err)
	default:
		return proof.Finding{
			Code:   CodeClosed,
			Cause:  "The connection was closed while Patchbay was " + doing + ".",
			Remedy: "Check that the port fits the security. If it does, the server or a firewall in between ends connections from this machine: ask the server's administrator.",
			Fields: []string{"port", "security"},
		}
	}
}

// ReasonCancelled is the reason of a finding that says that a person ended it.
const ReasonCancelled = "cancelled"

func cancelled() proof.Finding {
	return proof.Finding{
		Code: CodeClosed, Reason: ReasonCancelled,
		Cause:  "The test was cancelled, and the connection was closed.",
		Remedy: "Start the test again when you are ready.",
	}
}

// IsTimeout reports whether an error means that a deadline passed.
func IsTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errTimedOut) ||
		errors.As(err, &timeout) && timeout.Timeout()
}

// IsClosed reports whether an error means that the other side hung up.
func IsClosed(err error) bool {
	for _, closed := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, errReset, errAborted, errBrokenPipe} {
		if errors.Is(err, closed) {
			return true
		}
	}
	return false
}

// explainConnect turns the error of one attempt into a finding.
func explainConnect(err error) proof.Finding {
	if f, ok := FindingOf(err); ok {
		return f
	}
	fields := []string{"host", "port"}
	switch {
	case errors.Is(err, context.Canceled):
		return cancelled()
	case errors.Is(err, errRefused):
		return proof.Finding{
			Code:   CodeRefused,
			Cause:  "Nothing accepts connections at this port: the machine refused.",
			Remedy: "Check the port (465 for implicit TLS, 587 for STARTTLS) and that the mail server runs at this host.",
			Fields: fields,
		}
	case IsTimeout(err):
		return proof.Finding{
			Code:   CodeTimeout,
			Cause:  "The connection was not answered in time.",
			Remedy: "Check host and port. Where both are right, a firewall drops the traffic: many networks and cloud providers block port 25, and some 465; try 587 or ask the network's administrator.",
			Fields: fields,
		}
	default:
		return proof.Finding{
			Code: CodeUnreachable, Reason: unreachableReason(err),
			Cause:  "There is no way from this machine to the server's address.",
			Remedy: "Check this machine's network, its VPN if the server is internal, and its firewall.",
			Fields: []string{"host"},
		}
	}
}

func unreachableReason(err error) string {
	switch {
	case errors.Is(err, errAccess), errors.Is(err, errNotPermitted):
		return "blocked_here"
	case isWithoutRoute(err):
		return "no_route_to_network"
	case errors.Is(err, errHost):
		return "no_route_to_host"
	default:
		return ""
	}
}

// isWithoutRoute reports whether nothing was sent because this machine has no
// route to the network, as one without IPv6 has none to such addresses.
func isWithoutRoute(err error) bool {
	return errors.Is(err, errNetwork) || errors.Is(err, errAddress)
}

// isAlert reports whether the other side spoke TLS to refuse. Package tls does
// not export the error of an alert; its text is stable.
func isAlert(err error) bool {
	return err != nil && strings.Contains(err.Error(), "remote error: tls: ")
}
