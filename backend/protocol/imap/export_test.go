package imap

import (
	"io"

	"patchbay/backend/proof"
)

// ReadAll lets the fuzzer reach the reader of responses and of folders.
func ReadAll(r io.Reader, rec *proof.Recorder) []proof.Folder {
	l := &listing{decode: true}
	w := newWire(struct {
		io.Reader
		io.Writer
	}{r, io.Discard}, rec)
	for {
		response, err := w.read()
		if err != nil {
			l.guess()
			return l.shown()
		}
		switch response.kind {
		case "LIST":
			l.add(response.text)
		case "STATUS":
			l.count(response.text)
		case "CAPABILITY":
			parseCapabilities(response.text).missing()
		}
	}
}

// DecodeUTF7 lets the fuzzer reach the names of folders.
func DecodeUTF7(name string) string { return decodeUTF7(name) }
