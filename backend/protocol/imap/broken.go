package imap

import (
	"errors"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// broken explains why a conversation ended without an answer.
func (s *session) broken(step string, err error, doing string) proof.Finding {
	var v *violation
	switch {
	case s.Context().Err() != nil:
	case s.bye != nil: // the server has said why
		return s.explain(step, s.bye.remote())
	case errors.As(err, &v):
		return v.finding(doing)
	}
	return withNotices(s.Broken(err, doing), s.notices)
}

// explain explains an answer at a step that is not a success.
func (s *session) explain(step string, answer fault.Remote) proof.Finding {
	settings := s.settings
	settings.Host = s.Host
	return diagnose(step, settings, answer, s.notices)
}

func (s *session) fail(step string, err error, doing string) proof.Outcome {
	return proof.Fail(s.broken(step, err, doing))
}

func (v *violation) finding(doing string) proof.Finding {
	f := proof.Finding{
		Code: CodeProtocolViolation, Reason: v.reason,
		Cause: map[string]string{
			"not_imap":         "The server sent something that is not IMAP while Patchbay was " + doing + ".",
			"unsolicited":      "The server answered before it was asked. What it says cannot be matched to a question.",
			"unknown_tag":      "The server answered a question that was never put, while Patchbay was " + doing + ".",
			"no_capabilities":  "The server does not say what it can do.",
			"continuation":     "The server asked for more than there is to say, while Patchbay was " + doing + ".",
			"line_too_long":    "The server sent a line without an end while Patchbay was " + doing + ".",
			"literal_too_long": "The server announced far more data than a mailbox has to say of itself, while Patchbay was " + doing + ".",
			"too_much_data":    "The server sent far more than a mailbox has to say of itself.",
		}[v.reason],
		Remedy: "Check that host and port belong to a server for mailboxes (IMAP).",
		Fields: []string{"host", "port"},
		Remote: &fault.Remote{Text: v.words},
	}
	switch v.reason {
	case "line_too_long", "literal_too_long", "too_much_data":
		f.Code = CodeLimitExceeded
	}
	return f
}
