package peers

import (
	"fmt"
	"net"
	"time"
)

const (
	// startPatience is how long a server may take to listen.
	startPatience = 15 * time.Second
	// knockPause lies between two attempts to connect.
	knockPause = 5 * time.Millisecond
	// startAttempts is how often a start is tried, with other ports each time:
	// another process may take a free port before the server does.
	startAttempts = 3
)

// freeAddresses finds addresses on which nobody listens at the moment.
func freeAddresses(number int) ([]string, error) {
	addresses := make([]string, number)
	for i := range addresses {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close() // it held the port and nothing else
		addresses[i] = l.Addr().String()
	}
	return addresses, nil
}

// listening waits until a server that was just started takes connections.
func (p *process) listening(addresses []string) error {
	deadline := time.After(startPatience)
	for _, address := range addresses {
		for {
			conn, err := net.Dial("tcp", address)
			if err == nil {
				_ = conn.Close()
				break
			}
			select {
			case <-p.ended:
				return fmt.Errorf("the server ended; its log:\n%s", p.log)
			case <-deadline:
				return fmt.Errorf("the server does not listen on %s; its log:\n%s", address, p.log)
			case <-time.After(knockPause):
			}
		}
	}
	return nil
}
