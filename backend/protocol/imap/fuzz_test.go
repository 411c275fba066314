package imap_test

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
)

// FuzzResponses reads whatever a server may send: it must end, within the
// bounds, and show nothing that cannot be shown.
func FuzzResponses(f *testing.F) {
	for _, seed := range []string{
		"* OK [CAPABILITY IMAP4rev1] ready\r\n", "P1 NO [ALERT] no\r\n+ eA==\r\n", "* LIST (\\Sent) \"/\" {5}\r\nINBOX\r\n",
		"* STATUS INBOX (MESSAGES 5 UNSEEN 1)\r\n", "* LIST ((((\r\n", "* LIST () \"/\" {209715200}\r\n", "* BYE\r\n* 5 EXISTS\r\n",
		"* LIST () NIL ~{3}\r\na\x00b (x)\r\n", "* LIST () \"\\\r\n", "+\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		rec := proof.NewRecorder(proof.Report{}, nil, nil)
		folders := imap.ReadAll(bytes.NewReader(sent), rec)
		if len(folders) > 1000 {
			t.Errorf("%d folders", len(folders))
		}
		size := 0
		for _, line := range rec.Report().Transcript {
			size += len(line.Text)
			if !utf8.ValidString(line.Text) {
				t.Errorf("%q is shown", line.Text)
			}
		}
		if size > proof.MaxTranscript {
			t.Errorf("a transcript of %d bytes", size)
		}
	})
}

func FuzzFolderName(f *testing.F) {
	for _, seed := range []string{"INBOX", "&XfJT0ZAB-", "Q&-A", "&2D3eAA-", "&2D0-", "&", "&AA-", "&Jjo!", "R&D"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		decoded := imap.DecodeUTF7(name)
		if utf8.ValidString(name) && !utf8.ValidString(decoded) {
			t.Errorf("%q became %q", name, decoded)
		}
		if len(decoded) > 3*len(name) {
			t.Errorf("%q grew to %q", name, decoded)
		}
	})
}
