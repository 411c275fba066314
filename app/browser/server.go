package browser

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"patchbay/backend/fault"
)

// Options say what the door shows.
type Options struct {
	// Listen is a loopback address and a port; "" is [DefaultListen].
	Listen string
	// Pages are the built pages.
	Pages fs.FS
	// Bound are pointers to the structs whose methods the pages call.
	Bound     []any
	Subscribe Subscribe
	// Log never sees an argument, a result or a token. Nil discards.
	Log *slog.Logger
}

// Server is the open door.
type Server struct {
	listener net.Listener
	server   *http.Server
	link     string
	stop     context.CancelFunc
}

// The limits of a request.
const (
	headerTimeout  = 5 * time.Second
	requestTimeout = 30 * time.Second
	idleTimeout    = 2 * time.Minute
	maxHeader      = 16 << 10 // bytes
	closeTimeout   = 2 * time.Second
)

// Listen opens the port. Nothing is answered before [Server.Serve].
func Listen(o Options) (*Server, error) {
	if !Built(o.Pages) {
		return nil, fault.New(fault.Unsupported, CodePagesNotBuilt, "this program was built without its pages").
			WithHint("build them first: make build")
	}
	table, err := methods(o.Bound)
	if err != nil {
		return nil, err
	}
	if o.Listen == "" {
		o.Listen = DefaultListen
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	address, err := loopback(o.Listen)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fault.New(fault.Conflict, CodeListenFailed, fmt.Sprintf("cannot listen on %s", address)).
			WithHint("choose another port, or port 0 for a free one").WithCause(err)
	}
	return newServer(o, listener, table), nil
}

func newServer(o Options, listener net.Listener, table map[string]method) *Server {
	tokens, oneTime := newSessions()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /session", tokens.serveSession)
	mux.HandleFunc("POST /rpc/{method}", tokens.authenticated(calls{methods: table, log: o.Log}.serve))
	mux.HandleFunc("GET /events", tokens.authenticated(events{subscribe: o.Subscribe, log: o.Log}.serve))
	mux.HandleFunc("GET /", servePages(o.Pages))

	address := listener.Addr().String()
	_, port, _ := net.SplitHostPort(address) // a listener's address has a port
	ctx, stop := context.WithCancel(context.Background())
	return &Server{
		listener: listener,
		link:     "http://" + address + "/#token=" + oneTime,
		stop:     stop,
		server: &http.Server{
			Handler:           secured(guard(ownHosts(port), mux)),
			ReadHeaderTimeout: headerTimeout,
			ReadTimeout:       requestTimeout,
			IdleTimeout:       idleTimeout,
			MaxHeaderBytes:    maxHeader,
			// net/http would print a panic with its value.
			ErrorLog:    slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
			BaseContext: func(net.Listener) context.Context { return ctx },
		},
	}
}

// Link is the address that opens the pages once. Its token stands behind the
// #, so that it is never sent as part of an address nor kept in a log.
func (s *Server) Link() string { return s.link }

// Serve answers until ctx is done. It then ends the streams of events and
// waits shortly for the calls that are still running.
func (s *Server) Serve(ctx context.Context) error {
	failed := make(chan error, 1)
	go func() { failed <- s.server.Serve(s.listener) }()
	select {
	case err := <-failed:
		s.stop()
		return fmt.Errorf("serve the pages: %w", err)
	case <-ctx.Done():
	}
	s.stop()
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	if err := s.server.Shutdown(wait); err != nil {
		_ = s.server.Close() // the calls that are left are cut off
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the pages: %w", err)
	}
	return nil
}

// Close gives the port back when Serve was never called.
func (s *Server) Close() error {
	s.stop()
	if err := s.server.Close(); err != nil {
		return fmt.Errorf("close the pages' port: %w", err)
	}
	if err := s.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("close the pages' port: %w", err)
	}
	return nil
}
