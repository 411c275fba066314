package main

import (
	"net"
	"net/http"

	"patchbay/build/peers"
)

// openProxy lets clients through to the names of the stage, and to nothing
// else. It asks nobody what a name stands for.
func (s *stage) openProxy(names *peers.NameServer, web map[string]string) (string, error) {
	route := func(target string) (string, bool) {
		if address, ok := web[target]; ok {
			return address, true
		}
		host, port, err := net.SplitHostPort(target)
		if err != nil {
			return "", false
		}
		ip := names.Lookup(host)
		return net.JoinHostPort(ip.String(), port), ip != nil
	}
	return s.serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ledger.note("proxy", r.Method+" "+r.Host)
		to, ok := route(r.Host)
		if r.Method != http.MethodConnect || !ok {
			http.Error(w, "this proxy does not know the way", http.StatusBadGateway)
			return
		}
		tunnel(w, to)
	}), nil)
}

// tunnel connects first, so that the client learns of a failure.
func tunnel(w http.ResponseWriter, to string) {
	server, err := net.Dial("tcp", to)
	if err != nil {
		http.Error(w, "nobody answers there", http.StatusBadGateway)
		return
	}
	client, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil || buffered.Reader.Buffered() > 0 { // nobody speaks before the answer
		_ = server.Close()
		return
	}
	if _, err := client.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n")); err != nil {
		_ = server.Close()
	}
	couple(client, server)
}
