package oauth

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

// explain turns the error of a request into a finding.
func (s *Session) explain(ctx context.Context, err error, to signin.Endpoint) proof.Finding {
	if errors.Is(err, dial.ErrTooLong) && ctx.Err() == nil {
		return to.Mistaken("too_long", fmt.Sprintf("has more than %d KiB", maxAnswer>>10))
	}
	return to.Explain(ctx, err)
}

// Unreadable explains an answer that is not the JSON it should be.
func (s *Session) Unreadable(err error, reply Reply, to signin.Endpoint) proof.Finding {
	const sniffed = 512 // as much as http.DetectContentType looks at
	reason, because := "not_json", "is not JSON"
	var malformed *MalformedError
	switch {
	case refusal.IsHTML(reply.Type, string(reply.Body[:min(len(reply.Body), sniffed)])):
		reason, because = "html", "is a web page"
	case errors.As(err, &malformed):
		reason, because = malformed.Reason, malformed.because
	}
	// A page is shown, because it says who answered instead. What was meant to be
	// tokens is not: they cannot be masked where they cannot be read.
	text := reply.withheld()
	if !reply.unsafe && (!reply.private || reason == "html") {
		text = signin.Beginning(s.Redactor, reply.Body)
	}
	f := to.Mistaken(reason, because)
	f.Remote = &fault.Remote{Code: fmt.Sprint(reply.Status), Text: strings.TrimSpace(reply.Type + "\n" + text)}
	return f
}
