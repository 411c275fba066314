package dial_test

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/dial"
)

// FuzzReadAnswer: whatever an HTTP proxy says, in pieces of whatever size, has
// one meaning, is read up to a bound only, and loses nothing.
func FuzzReadAnswer(f *testing.F) {
	f.Add("HTTP/1.1 200 OK\r\nX: y\r\n\r\n220 hello\r\n")
	f.Add("HTTP/1.1 100 Continue\n\nHTTP/1.0 407\n\n")
	f.Add("HTTP/1.1 99 x\r\n\r\n")
	f.Add("SSH-2.0-x\n")
	f.Fuzz(func(t *testing.T, words string) {
		reader := strings.NewReader(words)
		code, rest, err := dial.ReadAnswer(reader)
		if consumed := len(words) - reader.Len(); consumed > 16<<10 {
			t.Errorf("read %d bytes", consumed)
		}
		if err == nil && (len(code) != 3 || code[0] < '2' || !strings.HasSuffix(words[:len(words)-reader.Len()], string(rest))) {
			t.Errorf("%q, %q is left", code, rest)
		}
		slow := strings.NewReader(words)
		slowCode, slowRest, slowErr := dial.ReadAnswer(iotest.OneByteReader(slow))
		if diff := cmp.Diff([]string{code, string(rest) + words[len(words)-reader.Len():]},
			[]string{slowCode, string(slowRest) + words[len(words)-slow.Len():]}); err == nil && diff != "" || (err == nil) != (slowErr == nil) {
			t.Errorf("in pieces: %v, %v, %s", err, slowErr, diff)
		}
	})
}
