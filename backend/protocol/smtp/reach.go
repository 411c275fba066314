package smtp

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

func (s *session) resolve(ctx context.Context) proof.Outcome {
	if proxy := s.request.Network.ProxyTo(s.host, s.port); proxy.IsSet() {
		s.addrs = nil
		return proof.Pass("left to the proxy " + proxy.Address)
	}
	addrs, finding := dial.Resolve(ctx, s.request.Network.Resolver, s.host)
	if finding != nil {
		return proof.Fail(*finding)
	}
	s.addrs = addrs
	return proof.Pass(s.host + ": " + dial.List(addrs))
}

func (s *session) connect(ctx context.Context) proof.Outcome {
	connection := s.request.Network.Connect(ctx, s.host, s.addrs, s.port)
	if connection.Conn != nil {
		s.adopt(connection.Conn)
		// Closing is what wakes a read or write at once.
		s.release = context.AfterFunc(s.ctx, func() { _ = connection.Conn.Close() })
	}
	return s.knownPort(connection.Outcome())
}

// implicitTLS performs the handshake before anything is said (RFC 8314 §3.3).
func (s *session) implicitTLS(ctx context.Context) proof.Outcome {
	handshake, outcome := s.shake(ctx)
	if !s.probe && len(handshake.Plain) > 0 {
		s.offerSTARTTLS(&outcome.Failures[0])
	}
	return s.knownPort(outcome)
}

// shake performs a handshake and goes on over TLS if the server is trusted.
func (s *session) shake(ctx context.Context) (dial.Handshake, proof.Outcome) {
	authorities, err := dial.NewAuthorities(s.settings.CAPEM)
	if err != nil { // checked by the settings step
		return dial.Handshake{}, s.fail(err, "reading the authorities")
	}
	handshake := dial.Shake(ctx, s.conn, s.host, authorities)
	if len(handshake.Failures) > 0 {
		s.polite = false
		s.askForClock(handshake)
		return handshake, handshake.Outcome()
	}
	s.adopt(handshake.Conn)
	s.encrypted = true
	return handshake, handshake.Outcome()
}

// hangUp ends the connection of a proof that did not come to QUIT. A server
// that still listens is told, without waiting for its answer.
func (s *session) hangUp() {
	if s.conn == nil {
		return
	}
	if s.polite && s.ctx.Err() == nil && s.rec.Failed() {
		_ = s.wire.write([]byte("QUIT")) // a courtesy: it may fail
		s.rec.Client("QUIT")
	}
	s.release()
	_ = s.conn.Close()
}
