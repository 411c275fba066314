package signin

import (
	"context"
	"net"
	"net/netip"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// Route is the way to one endpoint, walked for evidence: the connection carries
// nothing, and is to be hung up.
type Route struct {
	To          Endpoint
	Network     dial.Network
	Authorities dial.Authorities
	Timeout     time.Duration // of each step
	// AllowClearText lets it lead to another machine without TLS, for what is
	// public and not relied on.
	AllowClearText bool

	host  string
	port  uint16
	addrs []netip.Addr
	conn  net.Conn
}

// Record walks the route in the steps resolve, connect and, with https, tls.
func (r *Route) Record(ctx context.Context, recorder *proof.Recorder) {
	recorder.Step("resolve", func() proof.Outcome { return r.Resolve(ctx) })
	recorder.Step("connect", func() proof.Outcome { return r.Connect(ctx) })
	if r.To.Safety() == Safe {
		recorder.Step("tls", func() proof.Outcome { return r.Shake(ctx) })
	}
}

// Resolve looks the host up, unless that is left to a proxy.
func (r *Route) Resolve(ctx context.Context) proof.Outcome {
	host, port, ok := r.To.hostPort()
	if !ok || r.To.Safety() == Unsafe || !r.AllowClearText && !r.To.IsGuarded() {
		return proof.Fail(r.To.Unguarded())
	}
	r.host, r.port = host, port
	if proxy := r.Network.ProxyTo(host, port); proxy.IsSet() {
		return proof.Pass("left to the proxy " + proxy.Address)
	}
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	addrs, finding := r.Network.Resolve(ctx, host)
	if finding != nil {
		return proof.Fail(r.To.Aim(*finding))
	}
	r.addrs = addrs
	return proof.Pass(host + ": " + dial.List(addrs))
}

// Connect opens the connection after [Route.Resolve].
func (r *Route) Connect(ctx context.Context) proof.Outcome {
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	connection := r.Network.Connect(ctx, r.host, r.addrs, r.port)
	r.conn = connection.Conn
	return r.aimed(connection.Outcome())
}

// Shake speaks TLS after [Route.Connect].
func (r *Route) Shake(ctx context.Context) proof.Outcome {
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	handshake := dial.Shake(ctx, r.conn, r.host, r.Authorities)
	if handshake.Conn != nil {
		r.conn = handshake.Conn
	}
	return r.aimed(handshake.Outcome())
}

// HangUp closes the connection, if there is one.
func (r *Route) HangUp() {
	if r.conn != nil {
		_ = r.conn.Close() // it was for evidence only
	}
}

func (r *Route) aimed(o proof.Outcome) proof.Outcome {
	for _, list := range [][]proof.Finding{o.Failures, o.Warnings} {
		for i := range list {
			list[i] = r.To.Aim(list[i])
		}
	}
	return o
}
