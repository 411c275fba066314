package conversation

import "strings"

// Stranger is a server of another protocol than the one that was expected.
type Stranger struct {
	Protocol string // such as "pop3"
	Name     string // within a sentence, such as "a POP3 server"
}

// StrangerOf recognises a server by its first words. Own is the protocol that
// was expected, "smtp" or "imap": no server of it is a stranger.
func StrangerOf(own, words string) (s Stranger, ok bool) {
	for _, known := range []struct {
		start string
		Stranger
	}{
		{"220 ", Stranger{"smtp", "a server for outgoing mail (SMTP)"}},
		{"220-", Stranger{"smtp", "a server for outgoing mail (SMTP)"}},
		{"554 ", Stranger{"smtp", "a server for outgoing mail (SMTP)"}},
		{"* OK", Stranger{"imap", "an IMAP server"}},
		{"* PREAUTH", Stranger{"imap", "an IMAP server"}},
		{"+OK", Stranger{"pop3", "a POP3 server"}},
		{"HTTP/", Stranger{"http", "a web server"}},
		{"SSH-", Stranger{"ssh", "an SSH server"}},
	} {
		if known.Protocol != own && strings.HasPrefix(words, known.start) {
			return known.Stranger, true
		}
	}
	return Stranger{}, false
}
