package repertoire

import (
	"io"
	"net"

	"patchbay/backend/rehearsal/loopback"
)

// Silence reads and never answers, until the client gives up or the connection's
// lifetime ends.
func Silence(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

// HangUp closes the connection without a word.
func HangUp(conn net.Conn) { _ = conn.Close() }

// SayAndHangUp says something first.
func SayAndHangUp(text string) func(net.Conn) {
	return func(conn net.Conn) {
		_ = loopback.Say(conn, text)
		_ = conn.Close()
	}
}

// endlessBound is what an endless greeting sends at most, in bytes: far beyond
// what any client should take, and no burden to a machine on which one takes it
// all.
const endlessBound = 64 << 20

// NeverEnd greets and says the same again and again. The block should be large:
// each is a write of its own.
func NeverEnd(greeting, block string) func(net.Conn) {
	return func(conn net.Conn) {
		err := loopback.Say(conn, greeting)
		for sent := 0; err == nil && sent < endlessBound; sent += len(block) {
			err = loopback.Say(conn, block)
		}
	}
}
