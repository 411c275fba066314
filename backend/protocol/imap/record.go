package imap

import (
	"fmt"
	"strings"
)

// record keeps a received response. While credentials are on the wire,
// challenges and what is not understood are kept as a mask.
func (w *wire) record(raw string, r response, ok bool) {
	switch {
	case !w.signIn:
		w.show(raw)
	case ok && r.isTagged(): // the server's verdict
		w.endSignIn()
		w.show(raw)
	case ok && r.isContinuation():
		w.rec.ServerMasked("+ ")
	case ok && (r.isStatus() || r.kind == "CAPABILITY"):
		w.rec.EndSignIn()
		w.show(raw)
		w.rec.BeginSignIn()
	default:
		w.rec.ServerMasked("")
	}
}

// show records a response line by line; a long literal is only counted.
func (w *wire) show(raw string) {
	for {
		line, rest, more := strings.Cut(raw, "\r\n")
		w.rec.Server(line)
		n, literal := literalAt([]byte(line))
		if !more || !literal || n > uint64(len(rest)) {
			return
		}
		if text := rest[:n]; n <= maxShown {
			w.rec.Server(text)
		} else {
			w.rec.Note(fmt.Sprintf("%d bytes of a literal", n))
		}
		raw = rest[n:]
	}
}
