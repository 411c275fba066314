package inbox_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"patchbay/backend/rehearsal/inbox"
)

// FuzzMail looks for a message that cannot be shown.
func FuzzMail(f *testing.F) {
	f.Add([]byte("From: a@example.com\r\nSubject: =?utf-8?q?=41?=\r\n\r\nbody\r\n"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=iso-2022-jp\r\n\r\n<b>\r\n--b--\r\n"))
	f.Add([]byte("Content-Transfer-Encoding: base64\r\n\r\n!!!"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		box := inbox.New(1, int64(len(raw)))
		shown, err := box.Mail(box.Add(time.Time{}, "", nil, raw).ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{shown.Subject, shown.From, shown.Text, shown.HTML, shown.Raw} {
			if !utf8.ValidString(text) {
				t.Errorf("not fit to be shown: %q", text)
			}
		}
	})
}
