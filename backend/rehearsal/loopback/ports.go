package loopback

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Options say what is opened and who serves it.
type Options struct {
	// Listen is the loopback address of the STARTTLS port. The implicit-TLS
	// port is a free one of the same host.
	Listen string
	// MaxConnections is how many are served at a time; others are closed at
	// once.
	MaxConnections int
	// Lifetime ends every connection.
	Lifetime time.Duration
	// Serve talks to a client until it returns, in a goroutine of its own; it
	// closes the connection.
	Serve func(conn *Conn, implicitTLS bool)
}

// Endpoint is one way to reach a server, in the words of the configuration
// documents.
type Endpoint struct {
	Host     string
	Port     int
	Security string // "starttls" or "implicit-tls"
}

// Ports are the open ports of one server.
type Ports struct {
	options   Options
	listeners []listener
	slots     chan struct{} // one for each connection being served

	mu     sync.Mutex
	conns  map[*Conn]struct{}
	closed bool

	serving sync.WaitGroup // accept loops and connections
}

// listener is one port.
type listener struct {
	net.Listener
	implicitTLS bool
}

func (l listener) endpoint() Endpoint {
	address, _ := netip.ParseAddrPort(l.Addr().String())
	security := "starttls"
	if l.implicitTLS {
		security = "implicit-tls"
	}
	return Endpoint{Host: address.Addr().String(), Port: int(address.Port()), Security: security}
}

// Open listens on both ports and serves who connects.
func Open(o Options) (*Ports, error) {
	address, err := loopback(o.Listen)
	if err != nil {
		return nil, err
	}
	p := &Ports{options: o, slots: make(chan struct{}, o.MaxConnections), conns: map[*Conn]struct{}{}}
	if err := p.listen(address); err != nil {
		return nil, err
	}
	for _, l := range p.listeners {
		p.serving.Go(func() { p.accept(l) })
	}
	return p, nil
}

// loopback refuses to listen where another machine could connect.
func loopback(address string) (netip.AddrPort, error) {
	parsed, err := netip.ParseAddrPort(address)
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("read the rehearsal server's address: %w", err)
	}
	if !parsed.Addr().IsLoopback() {
		return netip.AddrPort{}, fmt.Errorf("the rehearsal server listens on loopback only, not on %s", parsed.Addr())
	}
	return parsed, nil
}

func (p *Ports) listen(address netip.AddrPort) error {
	for _, implicitTLS := range []bool{false, true} {
		if implicitTLS {
			address = netip.AddrPortFrom(address.Addr(), 0)
		}
		l, err := net.Listen("tcp", address.String())
		if err != nil {
			for _, opened := range p.listeners {
				_ = opened.Close()
			}
			return err
		}
		p.listeners = append(p.listeners, listener{l, implicitTLS})
	}
	return nil
}

// acceptPause keeps a failing accept, such as one without file descriptors
// left, from taking a whole processor.
const acceptPause = 50 * time.Millisecond

func (p *Ports) accept(l listener) {
	for {
		conn, err := l.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			time.Sleep(acceptPause)
		default:
			p.admit(conn, l.implicitTLS)
		}
	}
}

// admit serves a connection, or closes it at once when the server is full or
// closing.
func (p *Ports) admit(raw net.Conn, implicitTLS bool) {
	select {
	case p.slots <- struct{}{}:
	default:
		_ = raw.Close()
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = raw.Close()
		<-p.slots
		return
	}
	conn := newConn(raw, p.options.Lifetime)
	p.conns[conn] = struct{}{}
	p.serving.Go(func() {
		p.options.Serve(conn, implicitTLS)
		p.mu.Lock()
		delete(p.conns, conn)
		p.mu.Unlock()
		<-p.slots
	})
}

// Endpoints lists the ports, STARTTLS first: that is the one to show.
func (p *Ports) Endpoints() []Endpoint {
	endpoints := make([]Endpoint, 0, len(p.listeners))
	for _, l := range p.listeners {
		endpoints = append(endpoints, l.endpoint())
	}
	return endpoints
}

// Close ends every connection and waits until nothing of the server runs.
func (p *Ports) Close() error {
	p.mu.Lock()
	p.closed = true
	for conn := range p.conns {
		_ = conn.Close()
	}
	p.mu.Unlock()
	var errs []error
	for _, l := range p.listeners {
		if err := l.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	p.serving.Wait()
	return errors.Join(errs...)
}
