package dial

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"
)

// Connection is what trying to connect came to.
type Connection struct {
	Conn     net.Conn       // nil when no address could be reached
	Addr     netip.AddrPort // zero behind a proxy
	Attempts []Attempt      // in order, the successful one last

	target string // host:port, where no address is known
}

// Attempt is one address that was tried, or the proxy.
type Attempt struct {
	Addr    netip.Addr
	Through string // host:port of the proxy, "" without one
	Err     error  // nil when it could be reached
}

// Connect tries one address after the other until one answers. Each has its
// share of the time until ctx's deadline, so that one that is silent leaves
// some to the next.
func Connect(ctx context.Context, addrs []netip.Addr, port uint16) Connection {
	var c Connection
	for i, addr := range addrs {
		c.Addr = netip.AddrPortFrom(addr, port)
		conn, err := connect(ctx, c.Addr, len(addrs)-i)
		c.Attempts = append(c.Attempts, Attempt{Addr: addr, Err: err})
		if err == nil {
			c.Conn = quick(conn)
			return c
		}
		if ctx.Err() != nil {
			return c
		}
	}
	return c
}

func connect(ctx context.Context, addr netip.AddrPort, left int) (net.Conn, error) {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(deadline)/time.Duration(left))
		defer cancel()
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, "tcp", addr.String())
}

// Outcome reports the connection as a step. An address that could not be
// reached does not matter when another one could.
func (c Connection) Outcome() proof.Outcome {
	outcome := proof.Pass(c.detail())
	if c.Conn == nil && len(c.Attempts) > 0 {
		outcome.Failures = []proof.Finding{explainConnect(c.failure())}
	}
	return outcome
}

// failure is the error that tells most: the last one, unless that says only
// that this machine lacks the address's family.
func (c Connection) failure() error {
	for _, attempt := range slices.Backward(c.Attempts) {
		if !isWithoutRoute(attempt.Err) {
			return attempt.Err
		}
	}
	return c.Attempts[len(c.Attempts)-1].Err
}

func (c Connection) detail() string {
	texts := make([]string, len(c.Attempts))
	for i, attempt := range c.Attempts {
		texts[i] = c.name(attempt) + " " + attempt.word()
	}
	return strings.Join(texts, "; ")
}

func (c Connection) name(a Attempt) string {
	switch {
	case a.Through != "":
		return c.target + " through the proxy " + a.Through
	case !a.Addr.IsValid():
		return c.target
	default:
		return netip.AddrPortFrom(a.Addr, c.Addr.Port()).String()
	}
}

func (a Attempt) word() string {
	if a.Err == nil {
		return "connected"
	}
	f := explainConnect(a.Err)
	if f.Reason == reasonProxyAuth || f.Reason == reasonProxyRefused {
		return "declined by the proxy"
	}
	switch f.Code {
	case CodeHostNotFound:
		return "not found"
	case CodeRefused:
		return "refused"
	case CodeTimeout:
		return "did not answer"
	case CodeClosed:
		if f.Reason == reasonProxy {
			return "hung up"
		}
		return "cancelled"
	default:
		return "unreachable"
	}
}
