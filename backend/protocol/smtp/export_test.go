package smtp

import (
	"io"

	"patchbay/backend/proof"
)

// ReadReply lets the fuzzer reach the reader of replies.
func ReadReply(r io.Reader, rec *proof.Recorder) (code int, enhanced string, lines []string, err error) {
	w := newWire(struct {
		io.Reader
		io.Writer
	}{r, io.Discard}, rec)
	reply, err := w.read()
	return reply.code, reply.enhanced, reply.lines, err
}

// Compose lets the fuzzer reach the composer of messages.
func Compose(s Settings, to string) ([]byte, error) {
	m, err := compose(s.WithDefaults(), to, false)
	return m.content, err
}

// MaxReplyLines is the bound that the fuzzer checks.
const MaxReplyLines = maxReplyLines

// AdviseEHLOFor is AdviseEHLO on a machine of a given name.
func AdviseEHLOFor(settings Settings, machine string) (string, *proof.Finding) {
	return adviseEHLO(settings, machine)
}

// ComposeMail lets the fuzzer reach the composer of mail.
func ComposeMail(s Settings, m Mail) ([]byte, error) {
	written, err := composeMail(s.WithDefaults(), m)
	return written.content, err
}
