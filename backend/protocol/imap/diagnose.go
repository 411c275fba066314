package imap

import (
	"context"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

// diagnose explains an answer at a step that is not a success: its Code is NO,
// BAD or BYE, its Enhanced the response code without brackets, its Text what
// follows. Settings are expanded and have their defaults; notices are what the
// server wanted a person to be shown so far.
func diagnose(step string, settings Settings, answer fault.Remote, notices []proof.Notice) proof.Finding {
	var f proof.Finding
	if step == stepAuthenticate {
		f = mailauth.DiagnoseIMAP(settings.Host, answer)
	} else {
		f = mailauth.ExplainIMAP(rowsAt(step), settings.Host, answer, refusedAt(step))
	}
	return completed(f, settings, notices)
}

// completed adds to a finding what the server wanted a person to be shown, and
// writes the operator's values into its commands.
func completed(f proof.Finding, settings Settings, notices []proof.Notice) proof.Finding {
	return mailauth.FillInMailbox(withNotices(f, notices), settings.User, settings.Mailbox)
}

// resolve is the step that looks the host up. A name that nobody knows is
// blamed in the words that mail programs use for it.
func (s *session) resolve(ctx context.Context) proof.Outcome {
	outcome := s.Resolve(ctx)
	for i, f := range outcome.Failures {
		if f.Code == dial.CodeHostNotFound && f.Reason == "" {
			outcome.Failures[i].Cause = "Bad hostname: No such host is known. " + f.Cause
		}
	}
	return outcome
}

// refusedAt is what a refusal means of which only the step is known.
func refusedAt(step string) proof.Finding {
	switch step {
	case stepStartTLS:
		return proof.Finding{
			Code:   CodeSTARTTLSRefused,
			Cause:  "The server offers STARTTLS but refused to begin it: its certificate or key is probably not set up.",
			Remedy: "Tell the server's administrator, or try implicit TLS with port 993.",
			Fields: []string{"security", "port"},
		}
	case stepFolders:
		return proof.Finding{
			Code:   CodeMailboxUnavailable,
			Cause:  "The sign-in was accepted, but the server does not list the folders of the mailbox.",
			Remedy: "Read the server's words. See that the account has a mailbox and may use IMAP.",
			Fields: []string{"user"},
		}
	case stepExamine:
		return proof.Finding{
			Code:   CodeMailboxUnavailable,
			Cause:  "The sign-in was accepted, but the server does not open the folder INBOX.",
			Remedy: "Read the server's words. See that the account has a mailbox and may use IMAP.",
			Fields: []string{"user"},
		}
	default:
		return proof.Finding{
			Code: CodeProtocolViolation, Reason: "refused",
			Cause:  "The server refused what every IMAP server has to answer.",
			Remedy: "Check that host and port belong to an IMAP server, and read its words in the transcript.",
			Fields: []string{"host", "port"},
		}
	}
}

// withNotices adds what the server wanted a person to be shown (ALERT, RFC 9051
// §7.1), and the page that the person has to open: it stands in an untagged line
// beside the answer.
func withNotices(f proof.Finding, notices []proof.Notice) proof.Finding {
	for _, notice := range notices {
		text := strings.TrimSpace(notice.Text)
		if notice.Kind == proof.NoticeAlert && text != "" && (f.Remote == nil || !strings.Contains(f.Remote.Text, text)) {
			f.Cause += ` The server also says: "` + text + `".`
		}
		if notice.Kind == proof.NoticeWebAlert && strings.HasPrefix(notice.URL, "https://") {
			f.Remedy += " The server names the page " + notice.URL + " for it."
		}
	}
	return f
}

// secureConnectionRequired corrects the finding of a port that waits for TLS
// when the document asks for clear text: this is the case in which programs
// fail with a sentence that says nothing ("Object reference not set to an
// instance of an object").
func secureConnectionRequired(f proof.Finding) proof.Finding {
	f.Reason = "secure_connection_required"
	f.Cause = "A secure connection is required, and Use secure connection is cleared: this port waits for TLS before it says anything."
	f.Remedy = "Select Use secure connection (implicit TLS)."
	f.Fields = []string{"security", "port"}
	return f
}
