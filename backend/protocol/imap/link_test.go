package imap_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

// TestConnect hands over what follows the sign-in, and nothing of before.
func TestConnect(t *testing.T) {
	s := script.Serve(t, behaviour{signIn: func(p *script.Peer, tag, _ string) {
		p.Send(tag+" OK [CAPABILITY IMAP4rev1 MOVE] in", "* 7 EXISTS")
	}}.play)
	link, report := imap.Connect(t.Context(), imap.Request{Settings: settings(s, account.SecurityNone, script.Authority{}), Secrets: secrets()})
	if link == nil {
		t.Fatal(golden.JSON(t, *report))
	}
	if _, err := link.Conn.Write([]byte("x LOGOUT\r\n")); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	buffer := make([]byte, 256)
	for !strings.Contains(got.String(), "x OK") {
		n, err := link.Conn.Read(buffer)
		got.Write(buffer[:n])
		if err != nil {
			break
		}
	}
	if diff := cmp.Diff("* 7 EXISTS\r\n* BYE bye\r\nx OK done\r\n", got.String()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"IMAP4rev1", "MOVE"}, link.Capabilities); diff != "" {
		t.Error(diff)
	}
	if err := link.Conn.Close(); err != nil {
		t.Error(err)
	}
}

// TestConnectionOfALinkEndsWithItsContext: a server sees its end at once.
func TestConnectionOfALinkEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := script.Serve(t, behaviour{}.play)
	link, _ := imap.Connect(ctx, imap.Request{Settings: settings(s, account.SecurityNone, script.Authority{}), Secrets: secrets()})
	if link == nil {
		t.Fatal("not signed in")
	}
	cancel()
	s.Close()
	if _, err := link.Conn.Read(make([]byte, 1)); err == nil {
		t.Error("the connection is still open")
	}
}

func TestConnectSaysWhyNot(t *testing.T) {
	s := script.Serve(t, behaviour{signIn: func(p *script.Peer, tag, _ string) { judge(p, tag, "a", "b") }}.play)
	link, report := imap.Connect(t.Context(), imap.Request{Settings: settings(s, account.SecurityNone, script.Authority{}), Secrets: secrets()})
	if link != nil || findingAt(t, *report, "authenticate").Code != "auth.rejected" {
		t.Error(golden.JSON(t, *report))
	}
}
