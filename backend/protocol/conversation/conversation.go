package conversation

import (
	"context"
	"net"
	"net/netip"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
)

// Options describe a conversation.
type Options struct {
	Settings account.Settings // expanded, with defaults
	Recorder *proof.Recorder
	Redactor *proof.Redactor
	Network  dial.Network // how the connection leaves this machine
	// Sessions are those of a run of many; nil for a proof by itself.
	Sessions *dial.Sessions
	// Limit is the time of the whole proof, to be named when it is up.
	Limit time.Duration
	// Adopted is told of each connection that is spoken over: TCP, later TLS.
	Adopted func(net.Conn)
}

// Conversation is one connection of a proof. It belongs to one goroutine.
type Conversation struct {
	Options
	Host  string // in ASCII
	Port  uint16
	Addrs []netip.Addr

	Conn      net.Conn // nil before the step connect
	Encrypted bool     // over TLS, and the server is trusted
	// Greeted: the server has shown that it speaks the protocol.
	Greeted bool

	ctx     context.Context // ends with the proof's deadline
	timeout time.Duration   // of each step
	release func() bool     // lets go of what closes Conn when ctx ends
}

// New begins a conversation that ends with ctx.
func New(ctx context.Context, o Options) *Conversation {
	return &Conversation{Options: o, ctx: ctx, timeout: time.Duration(o.Settings.TimeoutSeconds) * time.Second}
}

// Context ends with the whole proof.
func (c *Conversation) Context() context.Context { return c.ctx }

// Timeout is what one step may take.
func (c *Conversation) Timeout() time.Duration { return c.timeout }

// Step runs one step under its own deadline, which is absolute: a server that
// sends a byte now and then gains nothing.
func (c *Conversation) Step(name string, try func(ctx context.Context) proof.Outcome) {
	c.Recorder.Step(name, func() proof.Outcome {
		ctx, cancel := c.Limited()
		defer cancel()
		return try(ctx)
	})
}

// Limited begins the time that one step may take.
func (c *Conversation) Limited() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(c.ctx, c.timeout)
	if deadline, ok := ctx.Deadline(); ok && c.Conn != nil {
		_ = c.Conn.SetDeadline(deadline) // a closed connection fails when it is used
	}
	return ctx, cancel
}

// Extend gives the connection the time of a step anew, when something else has
// been waited for meanwhile.
func (c *Conversation) Extend() { c.within(c.timeout) }

// Hurry leaves the connection at most limit from now on.
func (c *Conversation) Hurry(limit time.Duration) { c.within(min(limit, c.timeout)) }

func (c *Conversation) within(limit time.Duration) {
	deadline := time.Now().Add(limit)
	if end, ok := c.ctx.Deadline(); ok && end.Before(deadline) {
		deadline = end
	}
	_ = c.Conn.SetDeadline(deadline)
}

// adopt makes conn the connection that is spoken over.
func (c *Conversation) adopt(conn net.Conn) {
	c.Conn = conn
	c.Adopted(conn)
}

// Over reports whether the time of the whole proof is up. The connection's
// deadline may pass an instant before the context's.
func (c *Conversation) Over() bool {
	deadline, ok := c.ctx.Deadline()
	return ok && !time.Now().Before(deadline)
}

// Release hands the connection over: it is no longer closed when the context
// ends, and has no deadline.
func (c *Conversation) Release() {
	c.release()
	_ = c.Conn.SetDeadline(time.Time{})
}

// Close ends the connection, if there is one.
func (c *Conversation) Close() {
	if c.Conn == nil {
		return
	}
	c.release()
	_ = c.Conn.Close()
}
