package dial

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	"patchbay/backend/proof"
)

// connection reaches a host through the proxy, which is given the name.
func (p Proxy) connection(ctx context.Context, resolver *net.Resolver, host string, port uint16) Connection {
	host = strings.TrimSuffix(host, ".")
	c := Connection{target: joinPort(host, port)}
	conn, err := p.open(ctx, resolver, host, c.target)
	c.Attempts = []Attempt{{Through: p.Address, Err: err}}
	if err == nil {
		c.Conn = conn
	}
	return c
}

func (p Proxy) open(ctx context.Context, resolver *net.Resolver, host, target string) (net.Conn, error) {
	if !isLiteral(host) && !isHostName(host) {
		return nil, &Error{Finding: p.unspeakable(host)}
	}
	conn, err := p.reach(ctx, resolver)
	if err != nil {
		return nil, p.failed(ctx, err, p.unreached)
	}
	conn = quick(conn)
	through, err := p.ask(ctx, conn, target)
	if err != nil {
		_ = conn.Close()
		return nil, p.failed(ctx, err, p.broken)
	}
	return through, nil
}

// reach connects to the proxy itself.
func (p Proxy) reach(ctx context.Context, resolver *net.Resolver) (net.Conn, error) {
	host, service, err := net.SplitHostPort(p.Address)
	port, portErr := strconv.ParseUint(service, 10, 16)
	if errors.Join(err, portErr) == nil && isLocalhost(host) {
		connection := Connect(ctx, loopback(), uint16(port))
		if connection.Conn == nil {
			return nil, connection.failure()
		}
		return connection.Conn, nil
	}
	dialer := net.Dialer{Resolver: resolver}
	return dialer.DialContext(ctx, "tcp", p.Address)
}

// ask talks the proxy into connecting. An error that says how it declined
// carries its finding.
func (p Proxy) ask(ctx context.Context, conn net.Conn, target string) (net.Conn, error) {
	if p.Scheme == ProxyHTTP {
		return p.tunnel(ctx, conn, target)
	}
	return p.socks5(ctx, conn, target)
}

// failed makes an error with a finding of one without.
func (p Proxy) failed(ctx context.Context, err error, explain func(error) proof.Finding) error {
	if ctx.Err() != nil {
		err = ctx.Err() // more telling than the deadline it set
	}
	if _, ok := FindingOf(err); ok {
		return err
	}
	return &Error{Finding: explain(err), cause: err}
}

// endWith makes reading and writing end with ctx. Release ends that, and says
// whether ctx had ended before.
func endWith(ctx context.Context, conn net.Conn) (release func() error) {
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline) // a closed connection fails when it is used
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	return func() error {
		if !stop() {
			return ctx.Err()
		}
		return conn.SetDeadline(time.Time{})
	}
}
