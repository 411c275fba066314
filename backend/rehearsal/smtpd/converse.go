package smtpd

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"time"

	"github.com/emersion/go-smtp"
)

const (
	// commandTimeout bounds the wait for a command, a message or a handshake.
	commandTimeout = 30 * time.Second
	// writeTimeout bounds the wait for a client that does not read.
	writeTimeout = 10 * time.Second
	// maxLineLength is generous: careless HTML mails have very long lines.
	maxLineLength = 64 << 10
	maxRecipients = 100
)

// converse serves one connection to its end, with the fault that was chosen
// when it was accepted.
func (s *Server) converse(conn *watchedConn, chosen behaviour, implicitTLS bool) {
	defer func() { _ = conn.Close() }()
	config := s.authority.config(chosen.certificate)
	if chosen.wire != nil {
		if spoken, err := secured(conn, config, implicitTLS); err == nil {
			chosen.wire(&wire{conn: spoken})
		}
		return
	}
	engine := s.engine(chosen, config)
	switch {
	case implicitTLS:
		serveOne(engine, tls.Server(conn, config), conn.closed)
	case chosen.inject:
		serveOne(engine, &injectingConn{Conn: conn}, conn.closed)
	default:
		serveOne(engine, conn, conn.closed)
	}
}

// secured shakes hands where the port demands it, so that a fault of the
// greeting is met by the greeting and not by the handshake.
func secured(conn net.Conn, config *tls.Config, implicitTLS bool) (net.Conn, error) {
	if !implicitTLS {
		return conn, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	defer cancel()
	spoken := tls.Server(conn, config)
	return spoken, spoken.HandshakeContext(ctx)
}

func (s *Server) engine(chosen behaviour, config *tls.Config) *smtp.Server {
	engine := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &session{server: s, fault: chosen}, nil
	}))
	engine.Domain = "localhost"
	engine.ReadTimeout = commandTimeout
	engine.WriteTimeout = writeTimeout
	engine.MaxLineLength = maxLineLength
	engine.MaxRecipients = maxRecipients
	engine.MaxMessageBytes = s.options.MaxSize
	if chosen.maxSize != 0 {
		engine.MaxMessageBytes = chosen.maxSize
	}
	engine.EnableSMTPUTF8 = true
	// The engine logs what clients send; nobody reads it here.
	engine.ErrorLog = log.New(io.Discard, "", 0)
	if !chosen.noSTARTTLS {
		engine.TLSConfig = config
	}
	return engine
}
