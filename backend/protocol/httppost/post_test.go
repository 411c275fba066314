package httppost_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/httppost"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/script"
)

// serve answers each request with these bytes.
func serve(t *testing.T, answer string) (*script.Server, httppost.Target) {
	t.Helper()
	authority := script.NewAuthority(t)
	config := script.TLS(authority.Issue(t, nil))
	server := script.Serve(t, func(p *script.Peer) {
		if !p.StartTLS(config) {
			return
		}
		request, err := http.ReadRequest(p.Reader)
		if err != nil {
			return // the connection that is for evidence
		}
		_, _ = io.Copy(io.Discard, request.Body)
		_, _ = io.WriteString(p.Conn, answer)
	})
	authorities, err := dial.NewAuthorities(authority.PEM)
	if err != nil {
		t.Fatal(err)
	}
	return server, httppost.Target{
		Endpoint:    signin.Endpoint{URL: "https://" + server.Addr() + "/", Field: "url", Name: "address", Owner: "target"},
		Authorities: authorities, Timeout: 20 * time.Second, Mistaken: "x.mistaken",
	}
}

func TestPost(t *testing.T) {
	for name, tt := range map[string]struct {
		answer string
		want   httppost.Answer // without its header
		broken string          // code of the explained error
	}{
		"whole":           {"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok", httppost.Answer{Status: 201, Body: []byte("ok")}, ""},
		"as much as goes": {"HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", httppost.MaxAnswer), httppost.Answer{Status: 200, Body: []byte(strings.Repeat("x", httppost.MaxAnswer))}, ""},
		"a byte more":     {"HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", httppost.MaxAnswer+1), httppost.Answer{Status: 200, Body: []byte(strings.Repeat("x", httppost.MaxAnswer)), Cut: true}, ""},
		"broken off":      {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", httppost.Answer{Status: 200, Body: []byte("ok")}, dial.CodeClosed},
		"nothing":         {"", httppost.Answer{}, dial.CodeClosed},
		"something else":  {"220 hello\r\n", httppost.Answer{}, "x.mistaken"},
	} {
		t.Run(name, func(t *testing.T) {
			server, target := serve(t, tt.answer)
			got, err := target.Post(t.Context(), http.Header{"X-Name": {"value"}}, []byte("body"))
			got.Header = nil
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if (err != nil) != (tt.broken != "") {
				t.Fatal(err)
			}
			if err != nil {
				if f := target.Explain(t.Context(), err); f.Code != tt.broken || !cmp.Equal(f.Fields, []string{"url"}) {
					t.Errorf("%+v", f)
				}
			}
			if _, all := server.Received(); strings.Count(all, "X-Name: value") != 1 || !strings.HasSuffix(all, "\r\n\r\nbody") {
				t.Errorf("it was sent %q", all)
			}
		})
	}
}

func TestKindsOfAnswers(t *testing.T) {
	for status, want := range map[int]string{0: "false false", 200: "true false", 299: "true false", 300: "false true", 399: "false true", 400: "false false"} {
		a := httppost.Answer{Status: status}
		if got := fmt.Sprint(a.OK(), a.IsRedirect()); got != want {
			t.Errorf("%d: %s", status, got)
		}
	}
}

// TestRecordSendsNothing: the connection is for evidence.
func TestRecordSendsNothing(t *testing.T) {
	server, target := serve(t, "")
	recorder := proof.NewRecorder(proof.Report{}, &proof.Redactor{}, nil)
	target.Record(t.Context(), recorder)
	report := recorder.Report()
	if len(report.Steps) != 3 || report.Verdict != proof.Passed || report.Steps[2].TLS == nil {
		t.Errorf("%+v", report.Steps)
	}
	if inClear, all := server.Received(); all != inClear {
		t.Error("something was sent behind the handshake")
	}
}

// TestACancelIsNoFaultOfTheTarget nor of a sign-in.
func TestACancelIsNoFaultOfTheTarget(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := httppost.Target{}.Explain(ctx, errors.New("reset"))
	if f.Code != dial.CodeClosed || f.Reason != "cancelled" || f.Fields != nil {
		t.Errorf("%+v", f)
	}
}
