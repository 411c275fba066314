package cli_test

import (
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"patchbay/backend/protocol/account"
	"patchbay/backend/rehearsal/imapd"
)

// reads starts a rehearsal mailbox, which shows what the rehearsal mail server
// catches that is started with it.
func reads(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: reads [FAULT]")
	}
	sends := startSMTP(ts)
	server, err := imapd.Start(imapd.Options{
		Messages: sends.Inbox(), Password: sends.Password(), Authority: sends.Authority(),
	})
	ts.Check(err)
	ts.Defer(func() { ts.Check(server.Close()) })
	if len(args) == 1 {
		ts.Check(server.SetFault(args[0]))
	}
	for _, endpoint := range server.Endpoints() {
		if endpoint.Security == string(account.SecurityImplicitTLS) {
			writeDocument(ts, "mailbox.json", map[string]any{
				"mailbox": "desk@rehearsal.example", "name": "Desk", "description": "Mail of the desk",
				"host": endpoint.Host, "port": endpoint.Port, "user": server.User(),
				"password": string(server.Password().Reveal()), "caPem": server.CAPEM(),
			})
			ts.Setenv("IMAP_PORT", strconv.Itoa(endpoint.Port))
		}
	}
	ts.Setenv("IMAP_USER", server.User())
	ts.Setenv("IMAP_PASSWORD", string(server.Password().Reveal()))
}

func editbox(ts *testscript.TestScript, neg bool, args []string) {
	editFrom(ts, "mailbox.json", neg, args)
}
