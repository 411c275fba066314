package dial

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// maxResponseHead bounds the status line and fields of an answer, in bytes.
	maxResponseHead = 64 << 10
	// requestTimeout bounds a whole request with its answer, where the caller
	// sets no shorter one.
	requestTimeout = time.Minute
)

// ErrTooLong is a body that is longer than its reader allows.
var ErrTooLong = errors.New("the answer is longer than it may be")

// DialContext reaches an address (host:port) over TCP, through the proxy when
// one is on the way. Failures are an [*Error].
func (n Network) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, service, err := net.SplitHostPort(address)
	port, portErr := strconv.ParseUint(service, 10, 16)
	if err = errors.Join(err, portErr); err != nil || !strings.HasPrefix(network, "tcp") {
		return nil, &net.OpError{Op: "dial", Net: network, Err: &net.AddrError{Err: "not host:port over TCP", Addr: address}}
	}
	connection := n.Connect(ctx, host, nil, uint16(port))
	if connection.Conn != nil {
		return connection.Conn, nil
	}
	failure := connection.failure()
	return nil, &Error{Finding: explainConnect(failure), cause: failure}
}

// HTTPClient returns a client for single requests to servers that nobody
// vouches for but the authorities. It follows no redirect, keeps no cookie and
// no connection, takes no proxy but this network's, and never decompresses.
// Bodies are for the caller to bound: see [ReadLimited]. Failures to connect,
// and certificates that do not hold, are an [*Error] within the client's.
func (n Network) HTTPClient(authorities Authorities) *http.Client {
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return n.DialContext(asked(ctx), network, address)
		},
		DialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return n.dialTLS(asked(ctx), network, address, authorities)
		},
		DisableKeepAlives:      true,
		DisableCompression:     true, // what is compressed stays so: a bomb costs its own size
		MaxResponseHeaderBytes: maxResponseHead,
		Protocols:              new(http.Protocols),
	}
	transport.Protocols.SetHTTP1(true)
	return &http.Client{
		Transport:     attached{transport},
		Timeout:       requestTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (n Network) dialTLS(ctx context.Context, network, address string, authorities Authorities) (net.Conn, error) {
	conn, err := n.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	handshake := Shake(ctx, conn, host, authorities)
	if len(handshake.Failures) > 0 {
		_ = conn.Close()
		return nil, &Error{Finding: handshake.Failures[0], cause: ctx.Err()}
	}
	return handshake.Conn, nil
}

// attached makes connecting end with the request that asked for it. Package
// http detaches the two, because another request might use the connection;
// here none ever does.
type attached struct{ *http.Transport }

type requestContext struct{}

// RoundTrip performs one request.
func (a attached) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := context.WithValue(r.Context(), requestContext{}, r.Context())
	return a.Transport.RoundTrip(r.WithContext(ctx))
}

// asked returns the context of the request that a connection is for.
func asked(ctx context.Context) context.Context {
	if request, ok := ctx.Value(requestContext{}).(context.Context); ok {
		return request
	}
	return ctx
}

// ReadLimited reads all there is, or returns [ErrTooLong] when there is more
// than most bytes of it.
func ReadLimited(r io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, ErrTooLong
	}
	return data, nil
}
