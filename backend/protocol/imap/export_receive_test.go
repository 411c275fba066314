package imap

import (
	"io"
	"net"

	"patchbay/backend/fault"
	"patchbay/backend/proof"

	goimap "github.com/emersion/go-imap/v2"
)

// ReadArrival lets tests and the fuzzer reach the reader of heads.
func ReadArrival(head []byte, sent Sent) proof.Arrival {
	return readArrival(readHeader(head), sent)
}

// JudgeArrival returns what is wrong with a message that has arrived.
func JudgeArrival(a proof.Arrival) []proof.Finding { return judgeArrival(a) }

// Tap returns what is handed on of what a server sends, and what was kept.
func Tap(conn net.Conn) (handed []byte, notices []proof.Notice, bye *fault.Remote, err error) {
	t := newTap(conn, goimap.CapSet{goimap.CapIMAP4rev1: {}})
	handed, err = io.ReadAll(t)
	notices, bye = t.heard()
	return handed, notices, bye, err
}

// MaxTapped bounds what a server may send while a message is looked for.
const MaxTapped = maxTapped
