package oauth

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
)

// Arrive records the steps up to the first request to an endpoint: resolve,
// connect and, with https, tls. It stops the checks when one of them fails.
func (s *Session) Arrive(ctx context.Context, to Endpoint) {
	route := route{session: s, to: to}
	defer route.hangUp()
	s.Recorder.Step("resolve", func() proof.Outcome { return route.resolve(ctx) })
	s.Recorder.Step("connect", func() proof.Outcome { return route.connect(ctx) })
	if to.Safety() == Safe {
		s.Recorder.Step("tls", func() proof.Outcome { return route.shake(ctx) })
	}
	if s.Recorder.Failed() {
		s.Stop("the provider was not reached")
		return
	}
	s.reached[route.address()] = true
}

// route is the way to one endpoint.
type route struct {
	session *Session
	to      Endpoint
	host    string
	port    uint16
	addrs   []netip.Addr
	conn    net.Conn
}

func (r *route) address() string { return net.JoinHostPort(r.host, strconv.Itoa(int(r.port))) }

func (r *route) resolve(ctx context.Context) proof.Outcome {
	host, port, ok := r.to.hostPort()
	if !ok || r.to.Safety() == Unsafe {
		return proof.Fail(unsafeEndpoint(r.to))
	}
	r.host, r.port = host, port
	if proxy := r.session.network.ProxyTo(host, port); proxy.IsSet() {
		return proof.Pass("left to the proxy " + proxy.Address)
	}
	ctx, cancel := r.session.limited(ctx)
	defer cancel()
	addrs, finding := r.session.network.Resolve(ctx, host)
	if finding != nil {
		return proof.Fail(Aim(*finding, r.to))
	}
	r.addrs = addrs
	return proof.Pass(host + ": " + dial.List(addrs))
}

func (r *route) connect(ctx context.Context) proof.Outcome {
	ctx, cancel := r.session.limited(ctx)
	defer cancel()
	connection := r.session.network.Connect(ctx, r.host, r.addrs, r.port)
	r.conn = connection.Conn
	return r.aimed(connection.Outcome())
}

func (r *route) shake(ctx context.Context) proof.Outcome {
	ctx, cancel := r.session.limited(ctx)
	defer cancel()
	handshake := dial.Shake(ctx, r.conn, r.host, r.session.authorities)
	if handshake.Conn != nil {
		r.conn = handshake.Conn
	}
	return r.aimed(handshake.Outcome())
}

func (r *route) aimed(o proof.Outcome) proof.Outcome {
	for _, list := range [][]proof.Finding{o.Failures, o.Warnings} {
		for i := range list {
			list[i] = Aim(list[i], r.to)
		}
	}
	return o
}

func (r *route) hangUp() {
	if r.conn != nil {
		_ = r.conn.Close() // it was for evidence only
	}
}

// Secured is the check that every endpoint is one that secrets may be sent to,
// and that the hosts not reached before hold what TLS promises.
func (s *Session) Secured(ctx context.Context, endpoints []Endpoint) proof.Outcome {
	var o proof.Outcome
	var details []string
	var heard []Endpoint
	for _, e := range endpoints {
		if e.URL == "" {
			continue
		}
		switch e.Safety() {
		case Unsafe, ClearText:
			o.Failures = append(o.Failures, unsafeEndpoint(e))
			continue
		case Loopback:
			heard = append(heard, e)
			continue
		case Safe:
		}
		if detail := s.secured(ctx, e, &o); detail != "" {
			details = append(details, detail)
		}
	}
	if len(heard) > 0 {
		o.Warnings = append(o.Warnings, clearText(heard))
	}
	o.Detail = strings.Join(details, "; ")
	if o.Detail == "" && o.Verdict() == proof.Passed {
		o.Detail = "all endpoints are https"
	}
	return o
}

// secured looks at a host once.
func (s *Session) secured(ctx context.Context, e Endpoint, o *proof.Outcome) (detail string) {
	route := route{session: s, to: e}
	defer route.hangUp()
	steps := []func(context.Context) proof.Outcome{route.resolve, route.connect, route.shake}
	for i, step := range steps {
		got := step(ctx)
		if i == 0 && s.reached[route.address()] {
			return ""
		}
		o.Failures, o.Warnings = append(o.Failures, got.Failures...), append(o.Warnings, got.Warnings...)
		detail = got.Detail
		if len(got.Failures) > 0 {
			break
		}
	}
	s.reached[route.address()] = true
	return fmt.Sprintf("%s at %s: %s", e.Name, route.address(), detail)
}

func unsafeEndpoint(e Endpoint) proof.Finding {
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "unsafe_endpoint",
		Cause:  "The address of the " + e.Name + ", " + shown(e.URL) + ", is not one that secrets may be sent to.",
		Remedy: "Use an address that begins with https:// and holds neither a user name nor a fragment.",
		Fields: []string{e.Field},
	}
}

// clearText is one finding for all of them: a provider on this machine has none
// of its endpoints behind TLS, and the same would be said of each.
func clearText(heard []Endpoint) proof.Finding {
	names := make([]string, 0, len(heard))
	fields := make([]string, 0, len(heard))
	for _, e := range heard {
		names = append(names, "the "+e.Name)
		if !slices.Contains(fields, e.Field) {
			fields = append(fields, e.Field)
		}
	}
	return proof.Finding{
		Code: signin.CodeCheckFailed, Reason: "clear_text",
		Cause: "What is sent to these addresses goes in clear text: " + strings.Join(names, ", ") +
			". They are on this machine, so that nobody else hears it.",
		Remedy: "Use https before anybody signs in over a network.",
		Fields: fields,
	}
}
