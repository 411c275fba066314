package saml

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
)

// route is the way to one endpoint, walked for evidence: the connection carries
// nothing.
type route struct {
	*session
	to    endpoint
	host  string
	port  uint16
	addrs []netip.Addr
	conn  net.Conn
}

// arrive records the steps up to the first request.
func (s *session) arrive(ctx context.Context, to endpoint) {
	r := route{session: s, to: to}
	defer r.hangUp()
	s.recorder.Step("resolve", func() proof.Outcome { return r.resolve(ctx) })
	s.recorder.Step("connect", func() proof.Outcome { return r.connect(ctx) })
	if to.safety() != loopback {
		s.recorder.Step("tls", func() proof.Outcome { return r.shake(ctx) })
	}
	if s.recorder.Failed() {
		s.unreached = to.address()
		return
	}
	s.reached = to.address()
}

// secured looks at an endpoint that was not arrived at, in one outcome.
func (s *session) secured(ctx context.Context, to endpoint) proof.Outcome {
	r := route{session: s, to: to}
	defer r.hangUp()
	for _, step := range []func(context.Context) proof.Outcome{r.resolve, r.connect} {
		if outcome := step(ctx); len(outcome.Failures) > 0 {
			return outcome
		}
	}
	if to.safety() == loopback {
		return proof.Outcome{}
	}
	return r.shake(ctx)
}

func (r *route) resolve(ctx context.Context) proof.Outcome {
	host, port, ok := r.to.hostPort()
	if !ok || r.to.safety() == unsafe {
		return proof.Fail(unsafeEndpoint(r.to))
	}
	r.host, r.port = host, port
	if proxy := r.Network.ProxyTo(host, port); proxy.IsSet() {
		return proof.Pass("left to the proxy " + proxy.Address)
	}
	ctx, cancel := r.limited(ctx)
	defer cancel()
	addrs, finding := r.Network.Resolve(ctx, host)
	if finding != nil {
		return proof.Fail(aim(*finding, r.to))
	}
	r.addrs = addrs
	return proof.Pass(host + ": " + dial.List(addrs))
}

func (r *route) connect(ctx context.Context) proof.Outcome {
	ctx, cancel := r.limited(ctx)
	defer cancel()
	connection := r.Network.Connect(ctx, r.host, r.addrs, r.port)
	r.conn = connection.Conn
	return aimed(connection.Outcome(), r.to)
}

func (r *route) shake(ctx context.Context) proof.Outcome {
	ctx, cancel := r.limited(ctx)
	defer cancel()
	handshake := dial.Shake(ctx, r.conn, r.host, r.authorities)
	if handshake.Conn != nil {
		r.conn = handshake.Conn
	}
	return aimed(handshake.Outcome(), r.to)
}

func (r *route) hangUp() {
	if r.conn != nil {
		_ = r.conn.Close()
	}
}

func aimed(o proof.Outcome, to endpoint) proof.Outcome {
	for _, list := range [][]proof.Finding{o.Failures, o.Warnings} {
		for i := range list {
			list[i] = aim(list[i], to)
		}
	}
	return o
}

// aim makes a finding about a connection speak of an endpoint: the fields and
// ports of a mail server are not at fault.
func aim(f proof.Finding, to endpoint) proof.Finding {
	if f.Reason == "cancelled" {
		return cancelled()
	}
	fields := []string{to.field}
	if slices.Contains(f.Fields, "caPem") {
		fields = append(fields, "caPem")
	}
	f.Fields = fields
	f.Cause = strings.ReplaceAll(f.Cause, "mail server", "provider")
	f.Remedy = strings.ReplaceAll(f.Remedy, "mail server", "provider")
	switch f.Code {
	case dial.CodeRefused:
		f.Remedy = "Check host and port of the " + to.name + ", and that the provider runs there."
	case dial.CodeTimeout:
		f.Remedy = "Check the " + to.name + ", and that no firewall holds the traffic back: it takes the way that web pages take."
	case dial.CodeClosed:
		f.Remedy = "Check the " + to.name + ". If it is right, the provider or a firewall in between ends connections from this machine."
	case dial.CodeNotTLS:
		f.Cause = "At the " + to.name + " somebody answered in plain text where TLS was expected."
		f.Remedy = "Check host and port of the address: https is port 443 unless another is given."
	}
	return f
}

func cancelled() proof.Finding {
	return proof.Finding{
		Code: signin.CodeCancelled, Cause: "The test was cancelled.", Remedy: "Start it again when you are ready.",
	}
}
