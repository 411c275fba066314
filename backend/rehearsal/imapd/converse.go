package imapd

import (
	"io"
	"log"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"patchbay/backend/rehearsal/loopback"
)

// commandTimeout bounds the wait for a command before TLS.
const commandTimeout = 30 * time.Second

// converse serves one connection to its end, with the fault that was chosen
// when it began.
func (s *Server) converse(conn *loopback.Conn, implicitTLS bool) {
	defer func() { _ = conn.Close() }()
	chosen := s.repertoire.Chosen()
	config := s.options.Authority.Config(chosen.certificate)
	spoken, err := loopback.SecureAtOnce(conn, config, implicitTLS)
	if err != nil {
		return
	}
	if chosen.wire != nil {
		chosen.wire(spoken)
		return
	}
	if !implicitTLS {
		if !(&clear{link: s.link(conn, conn, chosen), fault: chosen}).talk() {
			return
		}
		if spoken, err = loopback.Secure(conn, config); err != nil {
			return
		}
	}
	l := s.link(spoken, conn, chosen)
	l.greeted = !implicitTLS
	s.serve(l, conn, chosen)
}

func (s *Server) link(spoken net.Conn, conn *loopback.Conn, chosen behaviour) *link {
	l := newLink(spoken, conn.Closed())
	l.alert = chosen.alert
	if chosen.slow {
		l.pause = s.options.Pause
	}
	return l
}

// serve runs the engine on one connection until its handler has returned.
func (s *Server) serve(l *link, conn *loopback.Conn, chosen behaviour) {
	session := &session{server: s, fault: chosen, link: l, done: make(chan struct{})}
	engine := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return session, &imapserver.GreetingData{PreAuth: chosen.preauth}, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapSpecialUse: {}, imap.CapUIDPlus: {}},
		// The engine takes what it does not know for a connection in clear;
		// this one is encrypted. Without it, the engine refuses every sign-in.
		InsecureAuth: !chosen.noSignIn,
		// The engine logs what clients send; nobody reads it here.
		Logger: log.New(io.Discard, "", 0),
	})
	_ = engine.Serve(loopback.NewSingle(&closing{link: l, conn: conn}, conn.Closed()))
	<-session.done
}

// closing closes the whole connection with the link to it.
type closing struct {
	*link
	conn *loopback.Conn
}

// Close implements [net.Conn].
func (c *closing) Close() error { return c.conn.Close() }
