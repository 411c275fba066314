package smtpd

import (
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzMail looks for a message that cannot be shown. It goes past the network
// to the inbox, which is why it is inside the package.
func FuzzMail(f *testing.F) {
	f.Add([]byte("From: a@example.com\r\nSubject: =?utf-8?q?=41?=\r\n\r\nbody\r\n"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=iso-2022-jp\r\n\r\n<b>\r\n--b--\r\n"))
	f.Add([]byte("Content-Transfer-Encoding: base64\r\n\r\n!!!"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		box := newInbox(1, int64(len(raw)))
		message, ok := box.find(box.add(time.Time{}, "", nil, raw).ID)
		if !ok {
			t.Fatal("the message was not kept")
		}
		shown := message.mail()
		for _, text := range []string{shown.Subject, shown.From, shown.Text, shown.HTML, shown.Raw} {
			if !utf8.ValidString(text) {
				t.Errorf("not fit to be shown: %q", text)
			}
		}
	})
}
