package smtpd

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"time"

	"github.com/emersion/go-smtp"

	"patchbay/backend/rehearsal/loopback"
)

const (
	// commandTimeout bounds the wait for a command or a message.
	commandTimeout = 30 * time.Second
	// maxLineLength is generous: careless HTML mails have very long lines.
	maxLineLength = 64 << 10
	maxRecipients = 100
)

// converse serves one connection to its end, with the fault that was chosen
// when it was accepted.
func (s *Server) converse(conn *loopback.Conn, implicitTLS bool) {
	defer func() { _ = conn.Close() }()
	chosen := s.repertoire.Chosen()
	config := s.authority.Config(chosen.certificate)
	if chosen.wire != nil {
		if spoken, err := loopback.SecureAtOnce(conn, config, implicitTLS); err == nil {
			chosen.wire(spoken)
		}
		return
	}
	engine := s.engine(chosen, config)
	switch {
	case implicitTLS:
		serveOne(engine, tls.Server(conn, config), conn.Closed())
	case chosen.inject:
		serveOne(engine, &injectingConn{Conn: conn}, conn.Closed())
	default:
		serveOne(engine, conn, conn.Closed())
	}
}

// serveOne runs the engine on one connection until its handler has returned.
func serveOne(engine *smtp.Server, conn net.Conn, closed <-chan struct{}) {
	_ = engine.Serve(loopback.NewSingle(conn, closed))
	// Shutdown waits for the handler without a limit of its own: the
	// connection is closed, so nothing can hold the handler.
	_ = engine.Shutdown(context.Background())
}

func (s *Server) engine(chosen behaviour, config *tls.Config) *smtp.Server {
	engine := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c.Conn(), fault: chosen}, nil
	}))
	engine.Domain = "localhost"
	engine.ReadTimeout = commandTimeout
	engine.WriteTimeout = loopback.WriteTimeout
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
