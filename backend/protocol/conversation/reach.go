package conversation

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// Resolve is the step that looks the host up, or leaves it to a proxy.
func (c *Conversation) Resolve(ctx context.Context) proof.Outcome {
	if proxy := c.Network.ProxyTo(c.Host, c.Port); proxy.IsSet() {
		c.Addrs = nil
		return proof.Pass("left to the proxy " + proxy.Address)
	}
	addrs, finding := dial.Resolve(ctx, c.Network.Resolver, c.Host)
	if finding != nil {
		return proof.Fail(*finding)
	}
	c.Addrs = addrs
	return proof.Pass(c.Host + ": " + dial.List(addrs))
}

// Connect is the step that reaches the server. The end of the conversation's
// context closes the connection from then on.
func (c *Conversation) Connect(ctx context.Context) proof.Outcome {
	connection := c.Network.Connect(ctx, c.Host, c.Addrs, c.Port)
	if connection.Conn != nil {
		c.adopt(connection.Conn)
		// Closing is what wakes a read or write at once.
		c.release = context.AfterFunc(c.ctx, func() { _ = connection.Conn.Close() })
	}
	return connection.Outcome()
}

// Shake performs a handshake and goes on over TLS if the server is trusted.
func (c *Conversation) Shake(ctx context.Context) (dial.Handshake, proof.Outcome) {
	authorities, err := c.Sessions.Authorities(c.Settings.CAPEM)
	if err != nil { // checked by the settings step
		return dial.Handshake{}, proof.Fail(c.Broken(err, "reading the authorities"))
	}
	handshake := c.Sessions.Shake(ctx, c.Conn, c.Host, c.Port, authorities)
	if len(handshake.Failures) > 0 {
		return handshake, handshake.Outcome()
	}
	c.adopt(handshake.Conn)
	c.Encrypted = true
	return handshake, handshake.Outcome()
}
