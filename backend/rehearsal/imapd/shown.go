package imapd

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/rehearsal/inbox"
	"patchbay/backend/rehearsal/saslserver"
)

// rewritten is the sender that a message shows in the place of its own.
const rewritten = "From: Rewritten by the server <" + saslserver.User + ">\r\n"

// shown is a message as it lies in the mailbox: with the lines that the servers
// on its way add to the head (RFC 5321 §4.4, RFC 8601).
func (s *session) shown(m inbox.Message) []byte {
	raw := m.Raw
	if s.fault.rewrite {
		raw = rewriteFrom(raw)
	}
	var head strings.Builder
	fmt.Fprintf(&head, "Return-Path: <%s>\r\n", saslserver.Printable(m.Sender))
	// Nobody has looked: it came from this machine, so that there is no
	// sender's domain to ask.
	head.WriteString("Authentication-Results: localhost; none\r\n")
	// The mail server takes messages over TLS and from who has signed in only.
	fmt.Fprintf(&head, "Received: from localhost ([127.0.0.1])\r\n\tby localhost with ESMTPSA id %d;\r\n\t%s\r\n",
		m.Number, m.ReceivedAt.Format(time.RFC1123Z))
	return append([]byte(head.String()), raw...)
}

// rewriteFrom puts another sender in the place of the message's own, as some
// providers do with those that the account may not use.
func rewriteFrom(raw []byte) []byte {
	head, body, found := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !found {
		return raw
	}
	var kept bytes.Buffer
	skipping := false
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		folded := len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
		if !folded {
			skipping = len(line) >= len("From:") && bytes.EqualFold(line[:len("From:")], []byte("From:"))
		}
		if !skipping {
			kept.Write(line)
			kept.WriteString("\r\n")
		}
	}
	kept.WriteString(rewritten + "\r\n")
	kept.Write(body)
	return kept.Bytes()
}
