package dial

import (
	"context"
	"errors"
	"net"
	"strings"

	"golang.org/x/net/proxy"

	"patchbay/backend/fault"
)

// socks5 asks a SOCKS proxy for the target (RFC 1928), by its name.
func (p Proxy) socks5(ctx context.Context, conn net.Conn, target string) (net.Conn, error) {
	var auth *proxy.Auth
	if p.User != "" {
		auth = &proxy.Auth{User: p.User, Password: string(p.Password.Reveal())}
	}
	dialer, err := proxy.SOCKS5("tcp", p.Address, auth, opened{conn})
	if err != nil {
		return nil, err
	}
	asking, ok := dialer.(proxy.ContextDialer)
	if !ok {
		return nil, errors.New("dial: the SOCKS client cannot be cancelled")
	}
	through, err := asking.DialContext(ctx, "tcp", target)
	if err != nil {
		return nil, p.socksError(err, target)
	}
	return through, nil
}

// socksError tells a proxy that declined from one that cannot be understood.
// Package proxy exports none of its errors; their texts are held by tests.
func (p Proxy) socksError(err error, target string) error {
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	text := err.Error()
	reply, declined := strings.CutPrefix(text, "unknown error ")
	switch {
	case IsTimeout(err), IsClosed(err), errors.Is(err, context.Canceled):
		return err
	case declined:
		return &Error{Finding: p.refused(target, fault.Remote{Text: reply}), cause: err}
	case text == "username/password authentication failed", text == "no acceptable authentication methods":
		return &Error{Finding: p.signInRefused(fault.Remote{Text: text}), cause: err}
	default:
		return &Error{Finding: p.foreign(fault.Remote{Text: text}), cause: err}
	}
}

// opened is a dialer whose connection is there already.
type opened struct{ conn net.Conn }

// Dial returns the connection.
func (o opened) Dial(string, string) (net.Conn, error) { return o.conn, nil }

// DialContext returns the connection.
func (o opened) DialContext(context.Context, string, string) (net.Conn, error) { return o.conn, nil }
