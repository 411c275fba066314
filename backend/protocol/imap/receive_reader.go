package imap

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"

	goimap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// reader reads a mailbox over a connection that has signed in. It belongs to
// one goroutine.
type reader struct {
	ctx     context.Context
	request ReceiveRequest
	conn    net.Conn // has the deadlines
	tap     *tap
	client  *imapclient.Client
	timeout time.Duration // of each command
	release func() bool
	caps    goimap.CapSet
	arrived chan struct{} // is told of messages that come
	looked  []string      // names of the folders that were opened
	trash   string        // its name, if there is one
}

func newReader(ctx context.Context, link *Link, r ReceiveRequest) *reader {
	caps := usable(link.Capabilities)
	tap := newTap(link.Conn, caps)
	arrived := make(chan struct{}, 1)
	return &reader{
		ctx: ctx, request: r, conn: link.Conn, tap: tap, caps: caps, arrived: arrived,
		client:  imapclient.New(tap, &imapclient.Options{UnilateralDataHandler: tellOf(arrived)}),
		timeout: time.Duration(r.Settings.WithDefaults().TimeoutSeconds) * time.Second,
		release: closing(ctx, link.Conn),
	}
}

// tellOf tells a channel of every change of the folder that is open.
func tellOf(arrived chan<- struct{}) *imapclient.UnilateralDataHandler {
	return &imapclient.UnilateralDataHandler{Mailbox: func(*imapclient.UnilateralDataMailbox) {
		select {
		case arrived <- struct{}{}:
		default: // it has been told already
		}
	}}
}

// usable are the capabilities that make a difference for reading a message and
// removing it. The library is told of no others, so that it asks for nothing
// else: it ends the connection when it gets an answer that it does not know.
func usable(offered []string) goimap.CapSet {
	caps := goimap.CapSet{goimap.CapIMAP4rev1: {}}
	for _, name := range []goimap.Cap{goimap.CapUIDPlus, goimap.CapMove, goimap.CapSpecialUse, goimap.CapIdle, capGmail} {
		if slices.ContainsFunc(offered, func(o string) bool { return strings.EqualFold(o, string(name)) }) {
			caps[name] = struct{}{}
		}
	}
	return caps
}

// capGmail is offered by Gmail, where a message that is expunged from a folder
// stays in another one.
const capGmail goimap.Cap = "X-GM-EXT-1"

// hasten gives the next command its time, which is absolute.
func (r *reader) hasten() {
	_ = r.conn.SetDeadline(time.Now().Add(r.timeout)) // a closed connection fails when it is used
}

// close ends the connection, and with it what the library runs.
func (r *reader) close() {
	r.release()
	_ = r.client.Close()
}

// logout takes leave; nothing depends on the answer.
func (r *reader) logout() {
	const most = 2 * time.Second
	_ = r.conn.SetDeadline(time.Now().Add(min(most, r.timeout)))
	_ = r.client.Logout().Wait()
}

// explain says why looking for the message failed: in the server's words, by
// what happened to the connection, or because what came was not IMAP.
func (r *reader) explain(step string, err error, doing string) proof.Finding {
	notices, bye := r.tap.heard()
	var refused *goimap.Error
	switch {
	case r.ctx.Err() != nil:
		return dial.Explain(r.ctx.Err(), doing)
	case errors.As(err, &refused):
		answer := fault.Remote{Code: string(refused.Type), Enhanced: string(refused.Code), Text: refused.Text}
		return r.forSender(r.diagnose(step, answer, notices))
	case bye != nil:
		return r.forSender(r.diagnose(step, *bye, notices))
	}
	if broken := r.tap.failure(); broken != nil {
		return r.forSender(r.broken(broken, doing))
	}
	return r.forSender(proof.Finding{
		Code: CodeProtocolViolation, Reason: "not_understood",
		Cause:  "The mailbox server sent something that cannot be understood while Patchbay was " + doing + ".",
		Remedy: "Test the mailbox by itself; if that passes, look for the message with a mail program.",
	})
}

func (r *reader) broken(err error, doing string) proof.Finding {
	var v *violationOfTap
	if !errors.As(err, &v) {
		return dial.Explain(err, doing)
	}
	return proof.Finding{
		Code: v.code, Reason: v.reason,
		Cause:  "The mailbox server sent more than it was asked for, or a line without an end, while Patchbay was " + doing + ".",
		Remedy: "Test the mailbox by itself, and tell the server's administrator.",
	}
}

func (r *reader) diagnose(step string, answer fault.Remote, notices []proof.Notice) proof.Finding {
	settings, _ := r.request.Settings.Expand(r.request.Lookup)
	return diagnose(step, settings.WithDefaults(), answer, notices)
}

// forSender makes a finding about the mailbox one of the proof that sent the
// message, which has other fields.
func (r *reader) forSender(f proof.Finding) proof.Finding {
	f.Cause = "The message was sent, but could not be looked for in the mailbox " + r.request.mailbox() + ". " + f.Cause
	f.Fields, f.Alternative = []string{"mailbox"}, nil
	return f
}
