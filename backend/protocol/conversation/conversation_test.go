package conversation_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

func options(edit func(*account.Settings)) conversation.Options {
	set := account.Settings{User: "ops", Security: account.SecurityImplicitTLS, TimeoutSeconds: 5}
	if edit != nil {
		edit(&set)
	}
	redactor := &proof.Redactor{}
	return conversation.Options{
		Settings: set, Redactor: redactor, Recorder: proof.NewRecorder(proof.Report{}, redactor, nil),
		Limit: time.Minute, Adopted: func(net.Conn) {},
	}
}

// TestADeadlineDoesNotMove: a server that sends a byte now and then gains
// nothing.
func TestADeadlineDoesNotMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		done := make(chan struct{})
		defer func() {
			_ = near.Close()
			<-done
		}()
		go func() {
			defer close(done)
			for err := error(nil); err == nil; _, err = far.Write([]byte("*")) {
				time.Sleep(time.Second) // within the bubble
			}
		}()
		c := conversation.New(t.Context(), options(nil))
		c.Conn = near
		began := time.Now()
		c.Step("greeting", func(context.Context) proof.Outcome {
			_, err := io.Copy(io.Discard, near)
			return proof.Fail(c.Broken(err, "waiting"))
		})
		if f := c.Recorder.Report().Steps[0].Finding; f == nil || f.Code != dial.CodeTimeout || time.Since(began) != 5*time.Second {
			t.Errorf("%+v after %s", f, time.Since(began))
		}
	})
}

// TestBroken: what is to blame depends on how far a conversation came.
func TestBroken(t *testing.T) {
	for _, tt := range []struct {
		name    string
		greeted bool
		cancel  bool
		err     error
		code    string
		reason  string
		fields  string
	}{
		{"silent from the beginning", false, false, os.ErrDeadlineExceeded, dial.CodeTimeout, "", "host port"},
		{"silent later", true, false, os.ErrDeadlineExceeded, dial.CodeTimeout, "", "timeoutSeconds"},
		{"hung up at once", false, false, io.EOF, dial.CodeClosed, "", "port security"},
		{"hung up later", true, false, io.EOF, dial.CodeClosed, "", "host"},
		{"cancelled", true, true, io.EOF, dial.CodeClosed, "cancelled", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			c := conversation.New(ctx, options(nil))
			c.Greeted = tt.greeted
			if tt.cancel {
				cancel()
			}
			f := c.Broken(tt.err, "waiting")
			if f.Code != tt.code || f.Reason != tt.reason || strings.Join(f.Fields, " ") != tt.fields {
				t.Errorf("%+v", f)
			}
		})
	}
}

// TestTheWholeProofTookTooLong: a longer timeout of a step would not help.
func TestTheWholeProofTookTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		c := conversation.New(ctx, options(nil))
		c.Greeted = true
		if c.Over() {
			t.Error("over before it began")
		}
		<-ctx.Done()
		if f := c.Broken(os.ErrDeadlineExceeded, "waiting"); f.Reason != "whole_proof" || !strings.Contains(f.Cause, "1m0s") {
			t.Errorf("%+v", f)
		}
	})
}

func TestMaySignIn(t *testing.T) {
	for _, tt := range []struct {
		name      string
		security  account.Security
		allowed   bool
		encrypted bool
		want      bool
	}{
		{"over TLS", account.SecurityImplicitTLS, false, true, true},
		{"before STARTTLS", account.SecuritySTARTTLS, true, false, false},
		{"in clear", account.SecurityNone, false, false, false},
		{"in clear, as was allowed", account.SecurityNone, true, false, true},
	} {
		c := conversation.New(t.Context(), options(func(s *account.Settings) {
			s.Security, s.InsecureAllowPlainPassword = tt.security, tt.allowed
		}))
		c.Encrypted = tt.encrypted
		if c.MaySignIn() != tt.want {
			t.Errorf("%s: %t", tt.name, !tt.want)
		}
	}
}

// TestProxyReadsClearText: no credential passes through a proxy in clear,
// whatever was allowed for the way to the server.
func TestProxyReadsClearText(t *testing.T) {
	o := options(func(s *account.Settings) { s.Security, s.InsecureAllowPlainPassword = account.SecurityNone, true })
	o.Network.Proxy = func(string, uint16) dial.Proxy {
		return dial.Proxy{Scheme: dial.ProxySOCKS5, Address: "proxy.example.com:1080"}
	}
	c := conversation.New(t.Context(), o)
	c.Host = "mail.example.com"
	if f := c.InClearThroughProxy(); f == nil || f.Code != mailauth.CodeNeedsTLS {
		t.Errorf("%+v", f)
	}
	c.Encrypted = true
	if f := c.InClearThroughProxy(); f != nil {
		t.Errorf("over TLS: %+v", f)
	}
}

func TestProtect(t *testing.T) {
	const digest = "0123456789abcdef0123456789abcdef"
	o := options(nil)
	c := conversation.New(t.Context(), o)
	c.Protect([]byte("ops"))
	c.Protect([]byte("ops " + digest))
	if got := o.Redactor.Redact("ops said " + digest); got != "ops said "+proof.Mask {
		t.Errorf("%q", got)
	}
}

func TestBadChallenge(t *testing.T) {
	for err, reason := range map[error]string{
		mailauth.ErrChallenge: "challenge", mailauth.ErrIterations: "scram_iterations", mailauth.ErrSignature: "scram_signature",
	} {
		if !conversation.IsBadChallenge(err) {
			t.Errorf("%v is none", err)
		}
		if f := conversation.BadChallenge("imap.protocol_violation", err); f.Reason != reason || f.Code != "imap.protocol_violation" {
			t.Errorf("%+v", f)
		}
	}
	if conversation.IsBadChallenge(errors.New("broken")) {
		t.Error("an end of the connection is no bad challenge")
	}
}

func TestDoor(t *testing.T) {
	d := conversation.Door{Port: 143, Security: account.SecuritySTARTTLS}
	if got := string(d.Alternative("x").Patch); got != `{"port":143,"security":"starttls"}` {
		t.Error(got)
	}
	if got := d.Words(); got != "Port 143 with STARTTLS" {
		t.Error(got)
	}
}
