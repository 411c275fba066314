package imapd

import (
	"bytes"
	"io"
	"net"
	"testing"
	"testing/iotest"

	"patchbay/backend/rehearsal/inbox"
)

// sink is a connection that yields what a client sent and takes what it is told.
type sink struct {
	net.Conn
	io.Reader
}

func (s sink) Read(p []byte) (int, error) { return s.Reader.Read(p) }

// FuzzLink looks for bytes of a client's that the link loses, doubles or
// changes. It is inside the package because the engine hides what it was
// handed.
func FuzzLink(f *testing.F) {
	f.Add([]byte("a LOGIN x y\r\nb NOOP\r\n"))
	f.Add([]byte("a LOGIN {3+}\r\na b {1}\r\nx\r\n"))
	f.Add(bytes.Repeat([]byte("x"), maxLine+5))
	f.Add([]byte("a X {99999999999999999999}\r\nb"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		sent = bytes.ReplaceAll(sent, []byte("D"), []byte("d"))
		sent = bytes.ReplaceAll(sent, []byte("d"), []byte("e")) // no ID
		l := newLink(sink{Reader: bytes.NewReader(sent)}, nil)
		got, err := io.ReadAll(iotest.OneByteReader(l))
		if err != nil || !bytes.Equal(got, sent) {
			t.Errorf("%q became %q: %v", sent, got, err)
		}
	})
}

// FuzzShown looks for a message that the engine could not write.
func FuzzShown(f *testing.F) {
	f.Add([]byte("From: a@example.com\r\nFROM: b\r\n c\r\n\r\nbody"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b--\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := &session{fault: behaviour{rewrite: true}}
		shown := s.shown(inbox.Message{Sender: "a", Raw: raw})
		if !isWhole(structure(shown)) {
			t.Errorf("%q has no structure", shown)
		}
		envelope(shown)
	})
}
