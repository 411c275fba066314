package conversation

import (
	"fmt"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// Broken explains why a conversation ended without an answer. Doing says what
// went on, such as "waiting for the greeting".
func (c *Conversation) Broken(err error, doing string) proof.Finding {
	if ended := c.ctx.Err(); ended != nil {
		err = ended
	}
	f := dial.Explain(err, doing)
	switch {
	case c.Greeted && f.Code == dial.CodeTimeout && c.Over():
		return c.tookTooLong(f)
	case c.Greeted:
		return afterGreeting(f)
	default:
		return f
	}
}

// tookTooLong corrects the remedy when the proof as a whole was ended: a longer
// timeout of a step would not help.
func (c *Conversation) tookTooLong(f proof.Finding) proof.Finding {
	f.Reason = "whole_proof"
	f.Cause += fmt.Sprintf(" A whole proof ends after %s.", c.Limit)
	f.Remedy = "The server speaks but takes long for every answer: ask its administrator why."
	f.Fields = []string{"host"}
	return f
}

// afterGreeting corrects what is to blame: host, port and security are right
// when the server has spoken.
func afterGreeting(f proof.Finding) proof.Finding {
	switch {
	case f.Reason != "":
	case f.Code == dial.CodeTimeout:
		f.Remedy = "The server speaks but takes long: allow a longer timeout under Advanced, or ask the server's administrator."
		f.Fields = []string{"timeoutSeconds"}
	case f.Code == dial.CodeClosed:
		f.Remedy = "Try again; if it stays, ask the server's administrator why it ends this connection."
		f.Fields = []string{"host"}
	}
	return f
}
