package callback

import (
	"net"
	"sync"
)

// maxConns bounds the connections that are open at once.
const maxConns = 128

// crowd is a listener with a bounded number of connections. When one more
// comes, the oldest is closed: someone who opens connections and says nothing
// must not keep the browser out.
type crowd struct {
	net.Listener

	mu    sync.Mutex
	conns []*guest // oldest first
}

// guest is a connection that leaves the crowd when it is closed.
type guest struct {
	net.Conn
	crowd *crowd
}

// Accept implements [net.Listener].
func (c *crowd) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	g := &guest{Conn: conn, crowd: c}
	if oldest := c.enter(g); oldest != nil {
		_ = oldest.Conn.Close() // its reader notices
	}
	return g, nil
}

// enter adds a connection and returns the one that has to give way.
func (c *crowd) enter(g *guest) *guest {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conns = append(c.conns, g)
	if len(c.conns) <= maxConns {
		return nil
	}
	oldest := c.conns[0]
	c.conns = c.conns[1:]
	return oldest
}

// Close implements [net.Conn].
func (g *guest) Close() error {
	g.crowd.mu.Lock()
	for i, conn := range g.crowd.conns {
		if conn == g {
			g.crowd.conns = append(g.crowd.conns[:i:i], g.crowd.conns[i+1:]...)
			break
		}
	}
	g.crowd.mu.Unlock()
	return g.Conn.Close()
}
