package conversation_test

import (
	"testing"

	"patchbay/backend/protocol/conversation"
)

func TestStrangerOf(t *testing.T) {
	for _, tt := range []struct{ own, words, protocol string }{
		{"imap", "220 mail.test ESMTP", "smtp"},
		{"imap", "220-mail.test", "smtp"},
		{"smtp", "220-mail.test", ""},
		{"smtp", "* PREAUTH welcome", "imap"},
		{"imap", "* OK ready", ""},
		{"imap", "+OK POP3", "pop3"},
		{"smtp", "HTTP/1.1 400 Bad Request", "http"},
		{"smtp", "SSH-2.0-x", "ssh"},
		{"smtp", "hello", ""},
		{"smtp", "", ""},
	} {
		s, ok := conversation.StrangerOf(tt.own, tt.words)
		if s.Protocol != tt.protocol || ok != (tt.protocol != "") || ok != (s.Name != "") {
			t.Errorf("%q, expected to be %s: %+v, %v", tt.words, tt.own, s, ok)
		}
	}
}
