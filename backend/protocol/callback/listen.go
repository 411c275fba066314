package callback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
)

// ErrAddress is wrapped by the error of an address that cannot be listened on:
// the port is in use, or this machine has no such address.
var ErrAddress = errors.New("the callback's address cannot be listened on")

// freeAttempts is how often a free port is looked for that both addresses of
// localhost have.
const freeAttempts = 8

// listen opens the addresses that the browser may connect to for a host. The
// name localhost has two, and whoever held the other one could take the answer
// away (RFC 8252 §8.3): both are taken, as far as the machine has them.
func listen(ctx context.Context, host string, port uint16) ([]net.Listener, uint16, error) {
	switch host {
	case "127.0.0.1":
		return listenOne(ctx, "127.0.0.1", port)
	case "[::1]":
		return listenOne(ctx, "::1", port)
	case "localhost":
		return listenBoth(ctx, port)
	default:
		return nil, 0, fmt.Errorf("%w: %q is not on loopback", ErrAddress, host)
	}
}

func listenOne(ctx context.Context, ip string, port uint16) ([]net.Listener, uint16, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", net.JoinHostPort(ip, strconv.Itoa(int(port))))
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	addr, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return nil, 0, errors.Join(ErrAddress, l.Close())
	}
	return []net.Listener{l}, addr.AddrPort().Port(), nil
}

func listenBoth(ctx context.Context, port uint16) ([]net.Listener, uint16, error) {
	probe, _, err := listenOne(ctx, "::1", 0)
	if err != nil { // a machine without IPv6
		return listenOne(ctx, "127.0.0.1", port)
	}
	if err := probe[0].Close(); err != nil {
		return nil, 0, err
	}
	attempts := 1
	if port == 0 {
		attempts = freeAttempts
	}
	for range attempts {
		var four, six []net.Listener
		var chosen uint16
		if four, chosen, err = listenOne(ctx, "127.0.0.1", port); err != nil {
			return nil, 0, err
		}
		if six, _, err = listenOne(ctx, "::1", chosen); err == nil {
			return append(four, six...), chosen, nil
		}
		err = errors.Join(err, four[0].Close())
	}
	return nil, 0, err
}
