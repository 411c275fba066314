package callback_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/callback"
)

const state = "af0ifjsldkj-0123456789"

func listen(t testing.TB, o callback.Options) *callback.Listener {
	t.Helper()
	if o.State == "" {
		o.State = state
	}
	l, err := callback.Listen(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return l
}

// answer is what is of interest of a response.
type answer struct {
	status int
	body   string
	header http.Header
}

func do(t testing.TB, method, target string, edit func(*http.Request)) (answer, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, target, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if edit != nil {
		edit(request)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, string(body), response.Header}, err
}

func get(t testing.TB, target string) answer {
	t.Helper()
	a, err := do(t, http.MethodGet, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func wait(t testing.TB, l *callback.Listener) url.Values {
	t.Helper()
	values, err := l.Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func TestAnswer(t *testing.T) {
	for _, host := range []string{"", "127.0.0.1", "localhost", "[::1]"} {
		t.Run(host, func(t *testing.T) {
			l, err := callback.Listen(t.Context(), callback.Options{Host: host, State: state})
			if host == "[::1]" && errors.Is(err, callback.ErrAddress) {
				t.Skip("this machine has no IPv6")
			}
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if want := "http://" + strings.Replace(host+":", "://", "", 1); host != "" && !strings.HasPrefix(l.RedirectURI(), want) {
				t.Errorf("redirect URI %s", l.RedirectURI())
			}
			got := get(t, l.RedirectURI()+"?code=c%2B1&state="+state+"&iss=https%3A%2F%2Fidp.example")
			if got.status != http.StatusOK || !strings.Contains(got.body, "<h1>Signed in at the provider</h1>") {
				t.Errorf("%d %s", got.status, got.body)
			}
			want := url.Values{"code": {"c+1"}, "state": {state}, "iss": {"https://idp.example"}}
			if diff := cmp.Diff(want, wait(t, l)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPage(t *testing.T) {
	l := listen(t, callback.Options{Path: "/back/here", Page: func(ok bool) callback.Page {
		return callback.Page{Title: fmt.Sprint(ok), Text: "<script>alert(1)</script>"}
	}})
	got := get(t, l.RedirectURI()+"?error=access_denied&error_description=%3Cscript%3Enope&state="+state)
	if !strings.Contains(got.body, "<h1>false</h1>") || strings.Contains(got.body, "<script") || strings.Contains(got.body, "nope") {
		t.Error(got.body)
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"Content-Type":            "text/html; charset=utf-8",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q", name, got.header.Get(name))
		}
	}
}

// TestSC18OnlyTheTrueAnswer: nothing else changes anything.
func TestSC18OnlyTheTrueAnswer(t *testing.T) {
	l := listen(t, callback.Options{})
	true1 := l.RedirectURI() + "?code=x&state=" + state
	base := strings.TrimSuffix(l.RedirectURI(), "/callback")
	tests := []struct {
		name, method, target string
		edit                 func(*http.Request)
		want                 int
	}{
		{"another host", "GET", true1, func(r *http.Request) { r.Host = "evil.example" }, 400},
		{"another name of the host", "GET", true1, func(r *http.Request) { r.Host = strings.Replace(r.URL.Host, "127.0.0.1", "localhost", 1) }, 400},
		{"host without port", "GET", true1, func(r *http.Request) { r.Host = "127.0.0.1" }, 400},
		{"script of a page", "GET", true1, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 400},
		{"script of its own", "GET", true1, func(r *http.Request) { r.Header.Set("Origin", base) }, 400},
		{"image in a page", "GET", true1, func(r *http.Request) { r.Header.Set("Sec-Fetch-Mode", "no-cors") }, 400},
		{"another path", "GET", base + "/?code=x&state=" + state, nil, 404},
		{"path with more", "GET", base + "/callback/?code=x&state=" + state, nil, 404},
		{"path encoded", "GET", base + "/%63allback?code=x&state=" + state, nil, 404},
		{"POST", "POST", true1, nil, 405},
		{"HEAD", "HEAD", true1, nil, 405},
		{"OPTIONS", "OPTIONS", true1, nil, 405},
		{"no state", "GET", l.RedirectURI() + "?code=x", nil, 400},
		{"another state", "GET", l.RedirectURI() + "?code=x&state=other", nil, 400},
		{"state with more", "GET", true1 + "0", nil, 400},
		{"state twice", "GET", true1 + "&state=" + state, nil, 400},
		{"code twice", "GET", true1 + "&code=y", nil, 400},
		{"bad encoding", "GET", true1 + "&x=%zz", nil, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := do(t, tt.method, tt.target, tt.edit)
			if err != nil || got.status != tt.want {
				t.Errorf("%d, %v; want %d", got.status, err, tt.want)
			}
		})
	}
	// The server hangs up on it, perhaps before it can be read why.
	if got, _ := do(t, http.MethodGet, true1+"&x="+strings.Repeat("x", 64<<10), nil); got.status == http.StatusOK {
		t.Error("an endless query was taken")
	}
	got, err := do(t, http.MethodGet, true1, func(r *http.Request) { r.Header.Set("Sec-Fetch-Mode", "navigate") })
	if err != nil || got.status != http.StatusOK {
		t.Errorf("the true one: %d", got.status)
	}
	if got := wait(t, l).Get("code"); got != "x" {
		t.Errorf("code %q", got)
	}
}

// TestSC18Once: the port is closed after the answer, and a connection that was
// open already cannot bring it again.
func TestSC18Once(t *testing.T) {
	l := listen(t, callback.Options{})
	u, err := url.Parse(l.RedirectURI())
	if err != nil {
		t.Fatal(err)
	}
	late := connect(t, u.Host)
	if _, err := io.WriteString(late, "GET /callback?code=second&state="+state+" HTTP/1.1\r\nHost: "+u.Host+"\r\n"); err != nil {
		t.Fatal(err)
	}
	// One more exchange makes sure that the connection was accepted before.
	if got := get(t, l.RedirectURI()); got.status != http.StatusBadRequest {
		t.Fatalf("%d", got.status)
	}
	if got := get(t, l.RedirectURI()+"?code=first&state="+state); got.status != http.StatusOK {
		t.Fatalf("%d", got.status)
	}
	if _, err := io.WriteString(late, "\r\n"); err != nil {
		t.Fatal(err)
	}
	reply, err := io.ReadAll(late)
	if err != nil || !strings.HasPrefix(string(reply), "HTTP/1.1 409 ") {
		t.Errorf("the second answer: %q, %v", reply, err)
	}
	if conn, err := net.Dial("tcp", u.Host); err == nil {
		_ = conn.Close()
		t.Error("the port is still open")
	}
	if got := wait(t, l).Get("code"); got != "first" {
		t.Errorf("code %q", got)
	}
}

func connect(t testing.TB, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// TestSC18JunkDoesNotDisturb: 10,000 requests of strangers, and more silent
// connections than are kept, before the true one.
func TestSC18JunkDoesNotDisturb(t *testing.T) {
	l := listen(t, callback.Options{})
	u, err := url.Parse(l.RedirectURI())
	if err != nil {
		t.Fatal(err)
	}
	junk := []string{
		"GET /callback?code=x&state=guess HTTP/1.1\r\nHost: " + u.Host + "\r\n\r\n",
		"GET /callback?code=x&state=" + state + " HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"POST /callback HTTP/1.1\r\nHost: " + u.Host + "\r\nContent-Length: 1000000\r\n\r\n",
		"GET /favicon.ico HTTP/1.1\r\nHost: " + u.Host + "\r\n\r\n",
		"\x16\x03\x01\x00\xff", "\r\n\r\n", "",
	}
	for i := range 10_000 {
		conn, err := net.Dial("tcp", u.Host)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, junk[i%len(junk)])
		_ = conn.Close()
	}
	for range 500 {
		connect(t, u.Host)
	}
	if got := get(t, l.RedirectURI()+"?code=true&state="+state); got.status != http.StatusOK {
		t.Errorf("%d", got.status)
	}
	if got := wait(t, l).Get("code"); got != "true" {
		t.Errorf("code %q", got)
	}
}

func TestEndWithoutAnswer(t *testing.T) {
	l := listen(t, callback.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, err := l.Wait(t.Context()); !errors.Is(err, callback.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	u, _ := url.Parse(l.RedirectURI())
	if _, err := net.Dial("tcp", u.Host); err == nil {
		t.Error("the port is still open")
	}
}

func TestOptions(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	number, _ := strconv.ParseUint(port, 10, 16)
	tests := []struct {
		name    string
		options callback.Options
		want    error
	}{
		{"no state", callback.Options{}, callback.ErrOptions},
		{"path", callback.Options{State: state, Path: "callback"}, callback.ErrOptions},
		{"a host elsewhere", callback.Options{State: state, Host: "0.0.0.0"}, callback.ErrAddress},
		{"a port in use", callback.Options{State: state, Port: uint16(number)}, callback.ErrAddress},
		{"a port in use, by name", callback.Options{State: state, Host: "localhost", Port: uint16(number)}, callback.ErrAddress},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := callback.Listen(t.Context(), tt.options); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

func FuzzRequest(f *testing.F) {
	f.Add("GET", "/callback?code=x&state=guess", "HOST")
	f.Add("GET", "/callback", "evil.example")
	f.Add("POST", "/callback?state="+state, "HOST")
	l, err := callback.Listen(f.Context(), callback.Options{State: state})
	if err != nil {
		f.Fatal(err)
	}
	defer l.Close()
	u, _ := url.Parse(l.RedirectURI())
	f.Fuzz(func(t *testing.T, method, target, host string) {
		if method == "GET" && strings.Contains(target, "state") && host == "HOST" {
			t.Skip() // might be the true one
		}
		conn, err := net.Dial("tcp", u.Host)
		if err != nil {
			t.Fatal("the port was closed")
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, method+" "+target+" HTTP/1.1\r\nHost: "+strings.Replace(host, "HOST", u.Host, 1)+"\r\n\r\n")
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.CloseWrite()
		}
		reply, _ := io.ReadAll(conn)
		if strings.HasPrefix(string(reply), "HTTP/1.1 200") {
			t.Fatalf("%q was taken", method+" "+target)
		}
	})
}
