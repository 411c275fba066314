package api

import (
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// crowd bounds the connections. Whoever waits without asking for anything makes
// room for a newcomer, the longest waiting first, so that nobody keeps others
// out by holding connections open.
type crowd struct {
	most int

	mu      sync.Mutex
	next    uint64
	waiting map[net.Conn]uint64 // in the order in which they began to wait
	busy    map[net.Conn]bool
}

func newCrowd(most int) *crowd {
	return &crowd{most: most, waiting: map[net.Conn]uint64{}, busy: map[net.Conn]bool{}}
}

// follow is told of every state of every connection.
func (c *crowd) follow(conn net.Conn, state http.ConnState) {
	if leaves := c.note(conn, state); leaves != nil {
		cutOff(leaves)
	}
}

// note returns the connection that has to go, if any.
func (c *crowd) note(conn net.Conn, state http.ConnState) (leaves net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, conn)
	delete(c.busy, conn)
	switch state {
	case http.StateNew:
		if leaves = c.makeRoom(conn); leaves != conn {
			c.wait(conn)
		}
	case http.StateIdle:
		c.wait(conn)
	case http.StateActive:
		c.busy[conn] = true
	case http.StateClosed, http.StateHijacked:
	}
	return leaves
}

// wait puts a connection behind all that wait. The caller holds mu.
func (c *crowd) wait(conn net.Conn) {
	c.waiting[conn] = c.next
	c.next++
}

// makeRoom chooses who goes for a newcomer: who has waited longest, or the
// newcomer when all others are being answered. The caller holds mu.
func (c *crowd) makeRoom(newcomer net.Conn) (leaves net.Conn) {
	if len(c.waiting)+len(c.busy) < c.most {
		return nil
	}
	leaves = newcomer
	longest := c.next
	for conn, since := range c.waiting {
		if since < longest {
			leaves, longest = conn, since
		}
	}
	delete(c.waiting, leaves)
	return leaves
}

// cutOff closes a connection without a farewell, which could block.
func cutOff(conn net.Conn) {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	_ = conn.Close()
}
