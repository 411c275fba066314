package cli_test

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// TestAnInterruptedPushIsNotRepeated: the request has reached the target, which
// has not answered. The receipt says so, and nothing more is sent.
func TestAnInterruptedPushIsNotRepeated(t *testing.T) {
	var requests atomic.Int32
	reached, gone := make(chan struct{}, 8), make(chan struct{}, 8)
	target := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		_, _ = io.Copy(io.Discard, r.Body) // only then the end of the connection is noticed
		reached <- struct{}{}
		<-r.Context().Done()
		gone <- struct{}{}
		panic(http.ErrAbortHandler) // a plain return would answer 200 on a connection that is half closed
	}))
	defer target.Close()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: target.Certificate().Raw})
	p := newPatchbay(t, "Ada", "acme")
	p.do("smtp", "set", "--from", p.file("smtp.json", mailDocument("portal@example.com")))
	m := newMain("handover", "apply", "--target", "mail-api", "--url", target.URL+"/mail", "--json",
		"--token-file", p.file("token.txt", "some-token"), "--ca-file", p.file("target.pem", string(authority)))
	m.Getenv = p.env.get
	program := start(t, m)
	<-reached
	program.interrupt()
	<-gone
	stdout, err := io.ReadAll(program.out)
	if err != nil {
		t.Fatal(err)
	}
	if status := <-program.status; status != 6 {
		t.Errorf("it ended with status %d: %s", status, stdout)
	}
	var receipts []struct {
		Status  int
		Verdict string
	}
	decode(t, p.do("handover", "receipts", "--json"), &receipts)
	if len(receipts) != 1 || receipts[0].Status != 0 || receipts[0].Verdict != "failed" {
		t.Errorf("the receipts are %+v", receipts)
	}
	if n := requests.Load(); n != 1 {
		t.Errorf("the target was asked %d times", n)
	}
}
