package imap_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/rehearsal/script"
)

// TestNotices: what a server wants people to read is shown where it said so.
func TestNotices(t *testing.T) {
	const page = "https://accounts.google.com/signin/continue?sarp=1"
	report := proveClear(t, behaviour{
		greeting: "* OK [ALERT] the server moves on Sunday",
		signIn: func(p *script.Peer, tag, _ string) {
			p.Send("* NO [WEBALERT "+page+"] Web login required.", tag+" NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)")
		},
	})
	want := []proof.Notice{{Kind: proof.NoticeAlert, Text: "the server moves on Sunday"}}
	if diff := cmp.Diff(want, stepOf(t, report, "greeting").Mailbox.Notices); diff != "" {
		t.Error(diff)
	}
	want = []proof.Notice{
		{Kind: proof.NoticeWebAlert, Text: "Web login required.", URL: page},
		{Kind: proof.NoticeAlert, Text: "Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)"},
	}
	if diff := cmp.Diff(want, stepOf(t, report, "authenticate").Mailbox.Notices); diff != "" {
		t.Error(diff)
	}
	if f := findingAt(t, report, "authenticate"); !strings.Contains(f.Cause+f.Remedy, page) {
		t.Errorf("the page is lost: %+v", f)
	}
}

// TestNoticesLeadNowhereElse: an address that is none of the web's is not shown
// as one, and not everything a server says is kept.
func TestNoticesLeadNowhereElse(t *testing.T) {
	report := proveClear(t, behaviour{replies: map[string]string{
		"EXAMINE": "* OK [WEBALERT javascript:alert(1)] x\r\n" + strings.Repeat("* OK [ALERT] y\r\n", 20) + "TAG OK done",
	}})
	notices := stepOf(t, report, "folders").Mailbox.Notices
	if examined := stepOf(t, report, "examine").Mailbox; examined != nil {
		notices = append(notices, examined.Notices...)
	}
	if len(notices) != 8 || notices[0].URL != "" {
		t.Errorf("%+v", notices)
	}
}
