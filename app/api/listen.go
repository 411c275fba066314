package api

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"patchbay/backend/localapi"
)

// limits are those of a connection and of what comes through it.
type limits struct {
	header, read, write, idle, farewell time.Duration

	headerBytes, connections, streams int
}

func defaultLimits() limits {
	return limits{
		header:   5 * time.Second, // of the TLS handshake as well
		read:     30 * time.Second,
		write:    3 * time.Minute, // longer than any proof takes
		idle:     time.Minute,
		farewell: 2 * time.Second,

		headerBytes: 16 << 10,
		connections: 256,
		streams:     32, // of HTTP/2, for each connection
	}
}

// port is an open port of the API.
type port struct {
	listener net.Listener
	server   *http.Server
	address  string // "https://127.0.0.1:8443"
	stop     context.CancelFunc
	farewell time.Duration
	done     chan struct{} // closed when nothing is accepted any more; nil before serve
}

// listen opens a port. Nothing is answered before serve. The certificate is
// made first: what is wrong with it is to be told now, and not to a client.
func (s *Server) listen(ctx context.Context, address string) (*port, error) {
	if err := s.leaves.prepare(ctx); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, localapi.PortTaken(address, err)
	}
	bound := listener.Addr().String()
	_, number, _ := net.SplitHostPort(bound) // a listener's address has a port
	base, stop := context.WithCancel(context.Background())
	server := s.server(number)
	server.BaseContext = func(net.Listener) context.Context { return base }
	return &port{
		listener: listener, server: server, address: "https://" + bound, stop: stop, farewell: s.limits.farewell,
	}, nil
}

// server answers on a port of this number.
func (s *Server) server(port string) *http.Server {
	return &http.Server{
		Handler:           s.handler(port),
		TLSConfig:         s.leaves.config(),
		ReadHeaderTimeout: s.limits.header,
		ReadTimeout:       s.limits.read,
		WriteTimeout:      s.limits.write,
		IdleTimeout:       s.limits.idle,
		MaxHeaderBytes:    s.limits.headerBytes,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: s.limits.streams, WriteByteTimeout: s.limits.read},
		// net/http would print a panic with its value, and whom it did not
		// understand.
		ErrorLog:    slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		ConnContext: withPeer,
		ConnState:   newCrowd(s.limits.connections).follow,
		// "OPTIONS *" is for the guard, like everything.
		DisableGeneralOptionsHandler: true,
	}
}

// serve answers until close. Ended is told when it ends before.
func (p *port) serve(ended func(error)) {
	p.done = make(chan struct{})
	go func() {
		err := p.server.ServeTLS(p.listener, "", "")
		close(p.done)
		if !errors.Is(err, http.ErrServerClosed) {
			ended(err)
		}
	}()
}

// answersOn reports whether the port is what settings ask for; any port is,
// where they ask for a free one.
func (p *port) answersOn(s localapi.Settings) bool {
	bound, err := localapi.ParseListen(p.listener.Addr().String())
	return err == nil && bound.Host == s.Host && (s.Port == 0 || s.Port == bound.Port)
}

// close gives the port back, and waits shortly for the calls that are still
// running.
func (p *port) close() {
	defer p.stop()
	if p.done == nil {
		_ = p.listener.Close()
		return
	}
	wait, cancel := context.WithTimeout(context.Background(), p.farewell)
	defer cancel()
	if err := p.server.Shutdown(wait); err != nil {
		_ = p.server.Close() // the calls that are left are cut off
	}
	<-p.done
}

// tlsVersion is the oldest that is spoken (RFC 9325 §3.1.1).
const tlsVersion = tls.VersionTLS12
