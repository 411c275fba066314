package imapd_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/google/go-cmp/cmp"

	"patchbay/backend/rehearsal/imapd"
	"patchbay/backend/rehearsal/inbox"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

func TestShowsWhatWasCaught(t *testing.T) {
	for _, port := range []func(*imapd.Server) imapd.Endpoint{startTLSPort, implicitTLSPort} {
		server := start(t, imapd.Options{Messages: caught("one", "two")})
		c := client(t, server, port(server))
		selected, err := c.Select("inbox", &imap.SelectOptions{ReadOnly: true}).Wait()
		if err != nil {
			t.Fatal(err)
		}
		if selected.NumMessages != 2 || selected.UIDNext != 3 {
			t.Errorf("EXAMINE: %+v", selected)
		}
		found, err := c.UIDSearch(&imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: "<two@example.com>"}}}, nil).Wait()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]imap.UID{2}, found.AllUIDs()); diff != "" {
			t.Errorf("SEARCH: %s", diff)
		}
		section := &imap.FetchItemBodySection{Peek: true}
		mails, err := c.Fetch(imap.UIDSetNum(2), &imap.FetchOptions{
			Envelope: true, InternalDate: true, RFC822Size: true, BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
			BodySection: []*imap.FetchItemBodySection{section},
		}).Collect()
		if err != nil || len(mails) != 1 {
			t.Fatalf("FETCH: %v, %v", mails, err)
		}
		raw := mails[0].FindBodySection(section)
		if mails[0].Envelope.Subject != "two" || int64(len(raw)) != mails[0].RFC822Size || !bytes.HasSuffix(raw, []byte("\r\n\r\nGood morning.\r\n")) {
			t.Errorf("FETCH: %+v, %d bytes:\n%s", mails[0].Envelope, mails[0].RFC822Size, raw)
		}
		for _, line := range []string{"Return-Path: <portal@example.com>", "Authentication-Results: localhost; none", "by localhost with ESMTPSA"} {
			if !bytes.Contains(raw, []byte(line)) {
				t.Errorf("the head has no %q:\n%s", line, raw)
			}
		}
		if err := c.Logout().Wait(); err != nil {
			t.Error(err)
		}
	}
}

func TestFolders(t *testing.T) {
	server := start(t, imapd.Options{Messages: caught("one")})
	l := speakTLS(t, server)
	l.last(signIn(server))
	want := []string{
		`* LIST (\HasNoChildren) "/" INBOX`, `* LIST (\HasNoChildren \Junk) "/" "Junk"`, `* LIST (\HasNoChildren \Sent) "/" "Sent"`, "x OK LIST completed",
	}
	if diff := cmp.Diff(want, l.ask(`LIST "" "*"`)); diff != "" {
		t.Errorf("LIST: %s", diff)
	}
	if diff := cmp.Diff([]string{`* LIST (\Noselect) "/" ""`, "x OK LIST completed"}, l.ask(`LIST "" ""`)); diff != "" {
		t.Errorf("delimiter: %s", diff)
	}
	for folder, messages := range map[string]string{"INBOX": "1", `"Junk"`: "0", `"Sent"`: "0"} {
		want := []string{"* STATUS " + folder + " (MESSAGES " + messages + " UIDNEXT 2 UNSEEN " + messages + ")", "x OK STATUS completed"}
		if diff := cmp.Diff(want, l.ask("STATUS "+folder+" (MESSAGES UIDNEXT UNSEEN)")); diff != "" {
			t.Errorf("STATUS: %s", diff)
		}
	}
	for _, command := range []string{"CREATE New", "DELETE Junk", "RENAME Junk New", "UNSUBSCRIBE Junk", "SELECT Nowhere"} {
		if got := l.last(command); !strings.HasPrefix(got, "x NO [") {
			t.Errorf("%s: %s", command, got)
		}
	}
}

func TestRemovesFromTheSharedInbox(t *testing.T) {
	box := caught("one", "two", "three")
	server := start(t, imapd.Options{Messages: box})
	c := client(t, server, implicitTLSPort(server))
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := c.Store(imap.UIDSetNum(1, 3), deleted, nil).Close(); err != nil {
		t.Fatal(err)
	}
	gone, err := c.UIDExpunge(imap.UIDSetNum(3)).Collect()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]uint32{3}, gone); diff != "" {
		t.Errorf("UID EXPUNGE: %s", diff)
	}
	if gone, err = c.Expunge().Collect(); err != nil || !cmp.Equal([]uint32{1}, gone) {
		t.Errorf("EXPUNGE: %v, %v", gone, err)
	}
	left, _ := box.Messages()
	if len(left) != 1 || left[0].Subject != "two" {
		t.Errorf("left: %+v", left)
	}
}

func TestReadOnlyChangesNothing(t *testing.T) {
	box := caught("one")
	server := start(t, imapd.Options{Messages: box})
	l := speakTLS(t, server)
	l.last(signIn(server))
	l.last("EXAMINE INBOX")
	if got := l.last(`STORE 1 +FLAGS (\Deleted)`); !strings.HasPrefix(got, "x NO ") {
		t.Error(got)
	}
	l.last("FETCH 1 BODY[TEXT]")
	if said := l.ask("FETCH 1 (FLAGS)"); said[0] != "* 1 FETCH (UID 1 FLAGS ())" {
		t.Error(said)
	}
	l.last("CLOSE")
	if box.Len() != 1 {
		t.Error("the message is gone")
	}
}

func TestFlagsAreKept(t *testing.T) {
	server := start(t, imapd.Options{Messages: caught("one", "two")})
	l := speakTLS(t, server)
	l.last(signIn(server))
	l.last("SELECT INBOX")
	l.last("FETCH 2 BODY[TEXT]")
	l.last(`STORE 1 +FLAGS.SILENT (\Flagged $Keyword)`)
	again := speakTLS(t, server)
	again.last(signIn(server))
	again.last("SELECT Sent") // which shows none of them
	again.last("SELECT INBOX")
	want := []string{`* 1 FETCH (UID 1 FLAGS (\Flagged))`, `* 2 FETCH (UID 2 FLAGS (\Seen))`, "x OK FETCH completed"}
	if diff := cmp.Diff(want, again.ask("FETCH 1:* FLAGS")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"* SEARCH 1", "x OK SEARCH completed"}, again.ask("SEARCH UNSEEN")); diff != "" {
		t.Error(diff)
	}
}

func TestTellsOfNewAndRemovedMessages(t *testing.T) {
	box := caught("one")
	server := start(t, imapd.Options{Messages: box})
	l := speakTLS(t, server)
	l.last(signIn(server))
	l.last("SELECT INBOX")
	put(box, "two")
	box.Remove(1)
	if diff := cmp.Diff([]string{"* 1 EXPUNGE", "* 1 EXISTS", "x OK NOOP completed"}, l.ask("NOOP")); diff != "" {
		t.Error(diff)
	}
	if _, err := io.WriteString(l.conn, "i IDLE\r\n"); err != nil {
		t.Fatal(err)
	}
	if got := l.line(); got != "+ idling" {
		t.Fatal(got)
	}
	put(box, "three")
	if got := l.line(); got != "* 2 EXISTS" {
		t.Error(got)
	}
	if _, err := io.WriteString(l.conn, "DONE\r\n"); err != nil {
		t.Fatal(err)
	}
	if got := l.line(); got != "i OK IDLE completed" {
		t.Error(got)
	}
}

func TestSearch(t *testing.T) {
	server := start(t, imapd.Options{Messages: caught("Hello", "Good-bye")})
	l := speakTLS(t, server)
	l.last(signIn(server))
	l.last("SELECT INBOX")
	for criteria, want := range map[string]string{
		"ALL":                           " 1 2",
		"SUBJECT hello":                 " 1",
		"NOT SUBJECT hello":             " 2",
		"OR SUBJECT hello SUBJECT good": " 1 2",
		"FROM nobody":                   "",
		"TO someone@example.org":        " 1 2",
		"BODY morning":                  " 1 2",
		"TEXT hello":                    " 1",
		"SINCE 22-Nov-2026":             " 1 2",
		"BEFORE 22-Nov-2026":            "",
		"2":                             " 2",
		"UID *":                         " 2",
		"LARGER 100000":                 "",
		"SMALLER 100000":                " 1 2",
		"HEADER Message-ID \"\"":        " 1 2",
		"SENTSINCE 1-Jan-2000":          "",
	} {
		if got := l.ask("SEARCH " + criteria)[0]; got != "* SEARCH"+want {
			t.Errorf("%s: %q, want %q", criteria, got, want)
		}
	}
}

func TestMechanisms(t *testing.T) {
	const token = "a token"
	server := start(t, imapd.Options{Token: func(name string, given secret.Text) string {
		if name == "someone" && given.Equal(secret.FromString(token)) {
			return ""
		}
		return `{"status":"400"}`
	}})
	base64ed := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	password := string(server.Password().Reveal())
	for name, test := range map[string]struct{ command, want string }{
		"PLAIN":             {"AUTHENTICATE PLAIN " + base64ed("\x00"+server.User()+"\x00"+password), "x OK "},
		"PLAIN, wrong":      {"AUTHENTICATE PLAIN " + base64ed("\x00"+server.User()+"\x00x"), "x NO [AUTHENTICATIONFAILED] Authentication failed."},
		"LOGIN":             {"LOGIN " + server.User() + " " + password, "x OK "},
		"LOGIN, wrong user": {"LOGIN root " + password, "x NO [AUTHENTICATIONFAILED] Authentication failed."},
		"XOAUTH2":           {"AUTHENTICATE XOAUTH2 " + base64ed("user=someone\x01auth=Bearer "+token+"\x01\x01"), "x OK "},
		"unknown":           {"AUTHENTICATE X-OTHER", "x NO Unsupported authentication mechanism."},
	} {
		if got := speakTLS(t, server).last(test.command); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	l := speakTLS(t, server)
	if _, err := io.WriteString(l.conn, "x AUTHENTICATE XOAUTH2 "+base64ed("user=other\x01auth=Bearer x\x01\x01")+"\r\n"); err != nil {
		t.Fatal(err)
	}
	if got := l.line(); got != "+ "+base64ed(`{"status":"400"}`) {
		t.Error(got)
	}
	if _, err := io.WriteString(l.conn, "\r\n"); err != nil {
		t.Fatal(err)
	}
	if got := l.line(); got != "x NO [AUTHENTICATIONFAILED] Authentication failed." {
		t.Error(got)
	}
}

func TestNobodySignsInInClear(t *testing.T) {
	server := start(t, imapd.Options{})
	l := speak(t, script.Dial(t, startTLSPort(server)))
	if got := l.line(); got != "* OK [CAPABILITY IMAP4rev1 SASL-IR ID STARTTLS LOGINDISABLED] IMAP server ready" {
		t.Error(got)
	}
	for _, command := range []string{signIn(server), "AUTHENTICATE PLAIN"} {
		if got := l.last(command); got != "x NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections." {
			t.Error(got)
		}
	}
	if got := l.last("SELECT INBOX"); !strings.HasPrefix(got, "x BAD ") {
		t.Error(got)
	}
}

func TestIdentifies(t *testing.T) {
	server := start(t, imapd.Options{})
	l := speakTLS(t, server)
	want := []string{`* ID ("name" "Patchbay rehearsal server")`, "x OK ID completed"}
	for _, command := range []string{`ID ("name" "test")`, "id NIL"} {
		if diff := cmp.Diff(want, l.ask(command)); diff != "" {
			t.Error(diff)
		}
	}
	if got := l.ask("CAPABILITY")[0]; !strings.HasPrefix(got, "* CAPABILITY IMAP4rev1 ID ") {
		t.Error(got)
	}
	// A literal that looks like the command is none.
	if _, err := io.WriteString(l.conn, "x LOGIN {6+}\r\nx ID\r\n {1+}\r\nx\r\n"); err != nil {
		t.Fatal(err)
	}
	if got := l.line(); got != "x NO [AUTHENTICATIONFAILED] Authentication failed." {
		t.Error(got)
	}
}

// Words that begin like a list of capabilities are none in a message.
func TestMessagesAreNotTouched(t *testing.T) {
	box := inbox.New(1, 1<<20)
	box.Add(time.Now(), "portal@example.com", nil, []byte("Subject: CAPABILITY IMAP4rev1 head\r\n\r\nCAPABILITY IMAP4rev1 body\r\n"))
	server := start(t, imapd.Options{Messages: box})
	l := speakTLS(t, server)
	l.last(signIn(server))
	l.last("EXAMINE INBOX")
	for item, want := range map[string]string{"ENVELOPE": `"CAPABILITY IMAP4rev1 head"`, "BODY[TEXT]": "\nCAPABILITY IMAP4rev1 body\n"} {
		if said := strings.Join(l.ask("FETCH 1 "+item), "\n"); !strings.Contains(said, want) {
			t.Errorf("%s: %s", item, said)
		}
	}
}

func TestBrokenMessagesAreShown(t *testing.T) {
	box := inbox.New(10, 1<<20)
	for _, raw := range []string{
		"", "no head at all", "Content-Type: multipart/mixed\r\n\r\n", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\n",
		"Content-Type: message/rfc822\r\n\r\n", strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 100), "From: \x00\xff\r\n\r\n\x00",
	} {
		box.Add(time.Now(), "a\r\nInjected: b", nil, []byte(raw))
	}
	server := start(t, imapd.Options{Messages: box})
	c := client(t, server, implicitTLSPort(server))
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	mails, err := c.Fetch(imap.SeqSet{{Start: 1, Stop: 0}}, &imap.FetchOptions{
		Envelope: true, BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
		BodySection: []*imap.FetchItemBodySection{{}, {Part: []int{1, 1}}, {Specifier: imap.PartSpecifierHeader}},
	}).Collect()
	if err != nil || len(mails) != box.Len() {
		t.Errorf("%d messages, %v", len(mails), err)
	}
	for _, mail := range mails {
		if bytes.Contains(mail.FindBodySection(&imap.FetchItemBodySection{}), []byte("\nInjected:")) {
			t.Error("the envelope's sender added a line to the head")
		}
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	server := start(t, imapd.Options{MaxConnections: 1})
	speak(t, script.Dial(t, startTLSPort(server))).line()
	if got, err := io.ReadAll(script.Dial(t, startTLSPort(server))); len(got) != 0 || isTimeout(err) {
		t.Errorf("a second connection got %q, %v", got, err)
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

func TestCloseEndsConnections(t *testing.T) {
	server, err := imapd.Start(imapd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := speakTLS(t, server)
	l.last(signIn(server))
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.r.ReadByte(); err == nil || isTimeout(err) {
		t.Errorf("the connection is still open: %v", err)
	}
}

func TestSharesThePassword(t *testing.T) {
	given := secret.FromString("of the other server")
	server := start(t, imapd.Options{Password: given})
	if !server.Password().Equal(given) {
		t.Error("another password")
	}
	if start(t, imapd.Options{}).Password().Equal(start(t, imapd.Options{}).Password()) {
		t.Error("two servers share a password of their own")
	}
}
