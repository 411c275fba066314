package imap

import (
	"strings"

	"patchbay/backend/proof"
)

// Bounds of what is kept of what a server wants people to be shown.
const (
	maxNotices = 8
	maxNotice  = 1 << 10 // bytes of a text or an address
)

// heed keeps what a server marks as to be shown to a person: ALERT, which must
// be (RFC 9051 §7.1), and Google's WEBALERT, whose page the person has to open.
func (s *session) heed(r response) {
	var kind proof.NoticeKind
	switch {
	case !r.isStatus():
		return
	case r.code == "ALERT":
		kind = proof.NoticeAlert
	case r.code == "WEBALERT":
		kind = proof.NoticeWebAlert
	default:
		return
	}
	if len(s.notices) == maxNotices {
		return
	}
	notice := proof.Notice{Kind: kind, Text: short(r.text, maxNotice)}
	if strings.HasPrefix(r.args, "https://") && len(r.args) <= maxNotice {
		notice.URL = r.args
	}
	s.notices = append(s.notices, notice)
}

// withNotices adds to an outcome what the server wanted to be shown since the
// last one.
func (s *session) withNotices(outcome proof.Outcome) proof.Outcome {
	fresh := s.notices[s.shown:]
	s.shown = len(s.notices)
	if len(fresh) == 0 {
		return outcome
	}
	if outcome.Mailbox == nil {
		outcome.Mailbox = &proof.Mailbox{}
	}
	outcome.Mailbox.Notices = fresh
	return outcome
}

// short cuts a text that is longer than it may be.
func short(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
