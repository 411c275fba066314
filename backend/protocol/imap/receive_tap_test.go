package imap_test

import (
	"io"
	"net"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
)

// tapped hands what a server sends through the tap.
func tapped(text string) (handed string, notices []proof.Notice, bye *fault.Remote, err error) {
	client, server := net.Pipe()
	go func() {
		_, _ = io.WriteString(server, text) // the tap may have given up
		_ = server.Close()
	}()
	defer func() { _ = client.Close() }()
	got, notices, bye, err := imap.Tap(client)
	return strings.TrimPrefix(string(got), "* PREAUTH [CAPABILITY IMAP4rev1] signed in\r\n"), notices, bye, err
}

// TestTapDrops: what would make the library end the connection is not handed
// on, with its literals.
func TestTapDrops(t *testing.T) {
	const useful = "* 3 EXISTS\r\n" +
		"* LIST () \"/\" {5}\r\nINBOX\r\n" +
		"* 1 FETCH (UID 1 BODY[HEADER] {12}\r\n* X {3}\r\n\r\n\r\n)\r\n" +
		"* OK wait {3}\r\n" +
		"+ go on\r\nT1 OK [READ-ONLY] done {7}\r\n"
	handed, _, _, err := tapped("* X-NEWS {6}\r\n* OK x\r\n* ID NIL\r\n* VANISHED 1:3\r\n" + useful + "* 3 X-THING (\r\n*\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(useful+"*\r\n", handed); diff != "" {
		t.Error(diff)
	}
}

// TestTapDropsFolders that the library cannot read: one of them would end the
// connection, and with it the search in all others.
func TestTapDropsFolders(t *testing.T) {
	for line, want := range map[string]bool{
		`() "/" INBOX`:                              true,
		`(\HasNoChildren \Junk) "." "Spam {1}"`:     true,
		`() NIL "Entw&APw-rfe"`:                     true,
		`() "/" "R&-D"`:                             true,
		`() "/" "Entwürfe"`:                         true,
		`() "/" "a\"b"`:                             true,
		`() "/" INBOX ("CHILDINFO" ("SUBSCRIBED"))`: true,
		`() "/" {5}`:                                true,
		`() "/" "R&D"`:                              false,
		`() "/" "&AGE-"`:                            false, // an a
		`() "/" "&APw-&APw-"`:                       false,
		`() "/" "&AP-"`:                             false,
		"() \"/\" \"Entw\xfcrfe\"":                  false, // Latin-1
		"() \"/\" \"a\x00b\"":                       false,
		`() "/" 50%`:                                false,
		`() "/" (x)`:                                false,
		`() "/"`:                                    false,
		``:                                          false,
	} {
		line = "* LIST " + line
		if strings.HasSuffix(line, "{5}") {
			line += "\r\nINBOX"
		}
		handed, _, _, err := tapped(line + "\r\n")
		if err != nil || (handed != "") != want {
			t.Errorf("%q: %q was handed on (%v), want %t", line, handed, err, want)
		}
	}
}

func TestTapHears(t *testing.T) {
	_, notices, bye, err := tapped("* NO [ALERT] The server moves on Sunday.\r\n* BYE [UNAVAILABLE] later\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]proof.Notice{{Kind: proof.NoticeAlert, Text: "The server moves on Sunday."}}, notices); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(&fault.Remote{Code: "BYE", Enhanced: "UNAVAILABLE", Text: "later"}, bye); diff != "" {
		t.Error(diff)
	}
}

func TestTapBounds(t *testing.T) {
	for name, text := range map[string]string{
		"a line without an end": "* OK " + strings.Repeat("x", 1<<20),
		"a huge literal":        "* 1 FETCH (BODY[HEADER] {209715200}\r\nx",
		"an absurd literal":     "* 1 FETCH (BODY[HEADER] {99999999999999999999}\r\nx",
		"too much":              strings.Repeat("* OK "+strings.Repeat("x", 1000)+"\r\n", 10_000),
		"deep lists":            "* 1 FETCH (BODYSTRUCTURE " + strings.Repeat("(", 60_000) + "\r\n",
		"deep lists, in parts":  "* 1 FETCH (BODYSTRUCTURE " + strings.Repeat(strings.Repeat("(", 100)+"{1}\r\nx", 20) + "\r\n",
		"much that is dropped":  strings.Repeat("* X {1000}\r\n"+strings.Repeat("x", 1000)+"\r\n", 10_000),
	} {
		t.Run(name, func(t *testing.T) {
			handed, _, _, err := tapped(text)
			if err == nil || len(handed) > imap.MaxTapped {
				t.Errorf("%d bytes were handed on, %v", len(handed), err)
			}
		})
	}
}

func FuzzTap(f *testing.F) {
	f.Add("* X {3}\r\nabc\r\n* OK\r\n")
	f.Add("* 1 FETCH {1}\r\n")
	f.Add("\r\n*\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		if handed, _, _, _ := tapped(text); len(handed) > len(text) {
			t.Errorf("%d bytes were made of %d", len(handed), len(text))
		}
	})
}
