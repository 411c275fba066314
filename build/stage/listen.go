package main

import (
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

var errOutside = errors.New("the stage stands on loopback only")

// listen opens a TCP port of this machine that nobody outside can reach.
func (s *stage) listen(address string) (net.Listener, error) {
	parsed, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, err
	}
	if !parsed.Addr().IsLoopback() {
		return nil, fmt.Errorf("%w, not on %s", errOutside, address)
	}
	return net.Listen("tcp", address)
}

// serve answers HTTP on a free port, with TLS where there is a configuration.
func (s *stage) serve(handler http.Handler, config *tls.Config) (string, error) {
	listener, err := s.listen("127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{
		Handler: handler, TLSConfig: config, ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: log.New(io.Discard, "", 0), // whoever does not trust us is no news
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		if config != nil {
			_ = server.ServeTLS(listener, "", "")
		} else {
			_ = server.Serve(listener)
		}
	})
	s.later(func() error {
		defer serving.Wait()
		return server.Close()
	})
	return listener.Addr().String(), nil
}

// forward passes connections on, so that a server on a free port stands on a
// port that it is looked for.
func (s *stage) forward(from net.Listener, to string) {
	var passing sync.WaitGroup
	passing.Go(func() {
		for {
			client, err := from.Accept()
			if err != nil {
				return
			}
			passing.Go(func() { join(client, to) })
		}
	})
	s.later(from.Close) // what is still open ends with the servers behind it
}

// join connects a client with an address until either is done.
func join(client net.Conn, to string) {
	defer client.Close() // nothing is left to be said
	server, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	couple(client, server)
}

// couple passes everything on, both ways, until either end is done.
func couple(a, b net.Conn) {
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{a, b}, {b, a}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1])
			_, _ = a.Close(), b.Close()
		})
	}
	both.Wait()
}

// attempts is how often an address of its own is looked for.
const attempts = 20

// openPorts gives the mail server the usual ports on a loopback address that
// nobody else uses, so that several stages stand beside each other.
func (s *stage) openPorts(postfix map[int]string) (net.IP, error) {
	var errs []error
	for range attempts {
		random := make([]byte, 3)
		if _, err := rand.Read(random); err != nil {
			return nil, err
		}
		// 127.0.0.0/16 is where people and programs put their own servers.
		ip := net.IPv4(127, 1+random[0]%254, random[1], 1+random[2]%254).To4()
		err := s.openAll(ip, postfix)
		if err == nil {
			return ip, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

// openAll opens every port or none.
func (s *stage) openAll(ip net.IP, postfix map[int]string) error {
	open := map[int]net.Listener{}
	for port := range postfix {
		listener, err := s.listen(fmt.Sprintf("%s:%d", ip, port))
		if err != nil {
			for _, other := range open {
				err = errors.Join(err, other.Close())
			}
			return err
		}
		open[port] = listener
	}
	for port, listener := range open {
		s.forward(listener, postfix[port])
	}
	return nil
}
