package conversation_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
)

// TestAwaitGreeting: a server that says nothing is tried with a TLS hello, once
// and long before the step's time is up.
func TestAwaitGreeting(t *testing.T) {
	inTLS := proof.Report{Verdict: proof.Passed, Steps: []proof.Step{{Name: "tls", Verdict: proof.Passed}}}
	refused := proof.Report{Verdict: proof.Failed, Steps: []proof.Step{{Name: "connect", Verdict: proof.Failed}, {Name: "tls", Verdict: proof.Skipped}}}
	silent := func(net.Conn) {}
	hangsUp := func(conn net.Conn) { _ = conn.Close() }
	greets := func(after time.Duration) func(net.Conn) {
		return func(conn net.Conn) {
			time.Sleep(after) // within the bubble
			_, _ = conn.Write([]byte("*"))
		}
	}
	for name, tt := range map[string]struct {
		server func(net.Conn)
		report proof.Report
		hellos int
		after  time.Duration
		tls    bool
		failed bool
	}{
		"greets at once":                 {greets(0), inTLS, 0, 0, false, false},
		"greets late, and speaks no TLS": {greets(3 * time.Second), refused, 1, 3 * time.Second, false, false},
		"is silent, and waits for TLS":   {silent, inTLS, 1, 1250 * time.Millisecond, true, true},
		"is silent whatever comes":       {silent, refused, 1, 5 * time.Second, false, true},
		"hangs up, and waits for TLS":    {hangsUp, inTLS, 1, 0, true, true},
		"hangs up whatever comes":        {hangsUp, refused, 1, 0, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				defer func() { _, _ = near.Close(), far.Close() }()
				c := conversation.New(t.Context(), options(func(s *account.Settings) { s.Security = account.SecuritySTARTTLS }))
				c.Conn, c.Port = near, 143
				_, end := c.Limited()
				defer end()
				go tt.server(far)
				began, hellos := time.Now(), 0
				f, err := c.AwaitGreeting(func(context.Context) proof.Report {
					hellos++
					return tt.report
				}, func() error {
					_, err := near.Read(make([]byte, 1))
					return err
				})
				if (err != nil) != tt.failed || (f != nil) != tt.tls || hellos != tt.hellos || time.Since(began) != tt.after {
					t.Errorf("%v, %+v after %s and %d hellos", err, f, time.Since(began), hellos)
				}
				if f != nil && (f.Code != dial.CodeExpectedTLS || f.Alternative == nil) {
					t.Errorf("%+v", f)
				}
			})
		})
	}
}

// TestAwaitGreetingWithoutHello: a connection that is a hello itself, or over
// TLS already, makes no further one; nor does one that brought other words.
func TestAwaitGreetingWithoutHello(t *testing.T) {
	near, far := net.Pipe()
	_ = far.Close()
	c := conversation.New(t.Context(), options(nil))
	c.Conn = near
	broken := errors.New("not a greeting")
	if f, err := c.AwaitGreeting(nil, func() error { return net.ErrClosed }); f != nil || !errors.Is(err, net.ErrClosed) {
		t.Errorf("%+v, %v", f, err)
	}
	hello := func(context.Context) proof.Report { t.Error("a hello was sent"); return proof.Report{} }
	if f, err := c.AwaitGreeting(hello, func() error { return broken }); f != nil || !errors.Is(err, broken) {
		t.Errorf("%+v, %v", f, err)
	}
}
