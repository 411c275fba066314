package imapd

import (
	"io"
	"net"
	"strings"
	"time"
)

// wire acts the faults for which no engine is needed. Each of its methods ends
// at the latest when the connection's lifetime does.
type wire struct {
	conn net.Conn
}

// silence reads and never answers, until the client gives up.
func (w *wire) silence() {
	_, _ = io.Copy(io.Discard, w.conn)
}

func (w *wire) hangUp() {
	_ = w.conn.Close()
}

func (w *wire) refuseGreeting() {
	w.say("* BYE [UNAVAILABLE] This server takes no connections at the moment.\r\n")
	_ = w.conn.Close()
}

// lineBound is what an endless line sends at most: far beyond what any client
// should take, and no burden to a machine on which one takes it all.
const lineBound = 64 << 20

// endlessLine sends a greeting whose end never comes.
func (w *wire) endlessLine() {
	block := strings.Repeat("welcome ", 4096)
	if !w.say("* OK ") {
		return
	}
	for sent := 0; sent < lineBound; sent += len(block) {
		if !w.say(block) {
			return
		}
	}
}

func (w *wire) say(text string) bool {
	_ = w.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	_, err := io.WriteString(w.conn, text)
	return err == nil
}
