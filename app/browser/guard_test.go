package browser_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"patchbay/app/browser"
)

// TestSC17_HostOriginAndFetchMetadata sends the same valid call under every
// combination of who might be asking.
func TestSC17_HostOriginAndFetchMetadata(t *testing.T) {
	d := open(t)
	token := d.session()
	_, port, _ := strings.Cut(strings.TrimPrefix(d.origin, "http://"), ":")
	hosts := map[string]bool{
		"127.0.0.1:" + port: true, "localhost:" + port: true, "[::1]:" + port: true,
		"127.0.0.1": false, "localhost": false, "127.0.0.1:1": false, "evil.example": false, "evil.example:" + port: false,
		"localhost.evil.example:" + port: false, "127.0.0.1.evil.example:" + port: false, "0.0.0.0:" + port: false,
		"LOCALHOST:" + port: false, "localhost.:" + port: false, "127.1:" + port: false, "acme.localhost:" + port: false,
	}
	origins := map[string]bool{
		"": true, "own": true,
		"null": false, "http://evil.example": false, "https://own": false, "http://localhost": false, "http://127.0.0.1:1": false,
		"file://": false, "http://localhost.evil.example:" + port: false, "chrome-extension://abcdef": false,
	}
	sites := map[string]bool{"": true, "same-origin": true, "same-site": false, "cross-site": false, "none": false, "bogus": false}
	n := 0
	for host, hostOwn := range hosts {
		for origin, originOwn := range origins {
			for site, siteOwn := range sites {
				n++
				headers := []string{"Host", host, "Content-Type", "application/json", "Authorization", "Bearer " + token}
				if origin != "" {
					headers = append(headers, "Origin", strings.Replace(origin, "own", "http://"+host, 1))
				}
				if site != "" {
					headers = append(headers, "Sec-Fetch-Site", site)
				}
				want := http.StatusForbidden
				if hostOwn && originOwn && siteOwn {
					want = http.StatusOK
				}
				got := d.request("POST", "/rpc/browser_test.Notes.Count", "[]", headers...)
				if got.StatusCode != want {
					t.Errorf("host %q, origin %q, site %q: got %d, want %d", host, origin, site, got.StatusCode, want)
				}
				mustNotAllow(t, got)
				read(t, got.Body) // so that the connection is used again
			}
		}
	}
	t.Logf("%d combinations", n)
}

// mustNotAllow fails when an answer could be read by another page or leaves
// something in the browser.
func mustNotAllow(t *testing.T, r *http.Response) {
	t.Helper()
	for name := range r.Header {
		if strings.HasPrefix(name, "Access-Control-") || name == "Set-Cookie" {
			t.Errorf("the answer has %s", name)
		}
	}
}

func TestSC17_EveryRouteIsGuarded(t *testing.T) {
	d := open(t)
	for _, route := range []string{"GET /", "GET /assets/page.js", "GET /nothing", "GET /events", "POST /session", "POST /rpc/browser_test.Notes.Count", "OPTIONS /session", "DELETE /"} {
		method, path, _ := strings.Cut(route, " ")
		for _, headers := range [][]string{
			{"Host", "evil.example"},
			{"Origin", "http://evil.example"},
			{"Origin", "null"},
			{"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "same-site"},
			{"Origin", d.origin, "Origin", d.origin},
			{"Sec-Fetch-Site", "none", "Sec-Fetch-Site", "none"},
		} {
			r := d.request(method, path, `{"token":"`+d.oneTime+`"}`, append(headers, "Content-Type", "application/json")...)
			if r.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %v: got %d", route, headers, r.StatusCode)
			}
		}
	}
	if d.session() == "" { // none of these spent the one-time token
		t.Error("the token was spent")
	}
}

func TestSC17_APersonMayOpenTheLink(t *testing.T) {
	d := open(t)
	if r := d.request("GET", "/", "", "Sec-Fetch-Site", "none"); r.StatusCode != http.StatusOK {
		t.Errorf("got %d", r.StatusCode)
	}
}

func TestSC17_TokenOnEveryCall(t *testing.T) {
	d := open(t)
	oneTime := d.oneTime
	call := func(headers ...string) int {
		t.Helper()
		for _, route := range []string{"POST /rpc/browser_test.Notes.Count", "POST /rpc/nothing", "GET /events"} {
			method, path, _ := strings.Cut(route, " ")
			r := d.request(method, path, "[]", append(headers, "Content-Type", "application/json")...)
			if r.StatusCode != http.StatusUnauthorized || r.Header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s with %v: got %d", route, headers, r.StatusCode)
			}
		}
		return 0
	}
	for _, before := range []string{"", "Bearer ", "Bearer x", "Bearer " + oneTime} {
		call("Authorization", before)
	}
	token := d.session()
	call()
	for _, value := range []string{"Bearer", "Bearer " + oneTime, "bearer" + token, "Basic " + token, token, "Bearer  " + token, "Bearer " + token + "x"} {
		call("Authorization", value)
	}
	call("Authorization", "Bearer "+token, "Authorization", "Bearer "+token)
	call("Cookie", "token="+token)
	if status, _ := d.call(token, "browser_test.Notes.Count", "[]"); status != http.StatusOK {
		t.Errorf("the right token: got %d", status)
	}
}

func TestSC17_TheLinkWorksOnce(t *testing.T) {
	d := open(t)
	exchange := func(token string) int {
		return d.request("POST", "/session", `{"token":"`+token+`"}`, "Content-Type", "application/json").StatusCode
	}
	if got := exchange("wrong"); got != http.StatusUnauthorized {
		t.Errorf("a wrong token: got %d", got)
	}
	if got := exchange(""); got != http.StatusUnauthorized {
		t.Errorf("an empty token: got %d", got)
	}
	first := d.session()
	if got := exchange(d.oneTime); got != http.StatusUnauthorized {
		t.Errorf("the second use: got %d", got)
	}
	if status, _ := d.call(first, "browser_test.Notes.Count", "[]"); status != http.StatusOK {
		t.Errorf("the session ended: %d", status)
	}
}

func TestSC17_OnlyJSONIsRead(t *testing.T) {
	d := open(t)
	token := d.session()
	for contentType, want := range map[string]int{
		"application/json": 200, "application/json; charset=utf-8": 200, "application/json;charset=UTF-8": 200,
		"": 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, "multipart/form-data; boundary=x": 415,
		"application/jsonx": 415, "text/json": 415, "application/json; charset=utf-16": 415, "text/plain, application/json": 415,
	} {
		headers := []string{"Authorization", "Bearer " + token}
		if contentType != "" {
			headers = append(headers, "Content-Type", contentType)
		}
		if got := d.request("POST", "/rpc/browser_test.Notes.Count", "[]", headers...).StatusCode; got != want {
			t.Errorf("%q: got %d, want %d", contentType, got, want)
		}
	}
	for _, method := range []string{"GET", "PUT", "OPTIONS", "HEAD", "DELETE"} {
		r := d.request(method, "/session", "", "Content-Type", "application/json")
		if r.StatusCode < 400 {
			t.Errorf("%s /session: got %d", method, r.StatusCode)
		}
		mustNotAllow(t, r)
	}
}

// TestSC17_RawRequests covers what a client library would not send.
func TestSC17_RawRequests(t *testing.T) {
	d := open(t)
	address := strings.TrimPrefix(d.origin, "http://")
	for name, c := range map[string]struct{ request, want string }{
		"no host":           {"GET / HTTP/1.1\r\n\r\n", "400"},
		"no host, HTTP/1.0": {"GET / HTTP/1.0\r\n\r\n", "403"},
		"two hosts":         {"GET / HTTP/1.1\r\nHost: " + address + "\r\nHost: evil.example\r\n\r\n", "400"},
		"foreign target":    {"GET http://evil.example/ HTTP/1.1\r\nHost: " + address + "\r\n\r\n", "403"},
		"header too large":  {"GET / HTTP/1.1\r\nHost: " + address + "\r\nX: " + strings.Repeat("a", 40<<10) + "\r\n\r\n", "431"},
		"forwarded host":    {"GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: " + address + "\r\n\r\n", "403"},
		"path that climbs":  {"GET /../../etc/passwd HTTP/1.1\r\nHost: " + address + "\r\n\r\n", "30"},
		"path with escapes": {"GET /assets/%2e%2e/%2e%2e/index.html HTTP/1.1\r\nHost: " + address + "\r\n\r\n", "404"},
		"own":               {"GET / HTTP/1.1\r\nHost: " + address + "\r\n\r\n", "200"},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := fmt.Fprint(conn, c.request); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(conn).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(line, "HTTP/1.1 "+c.want) && !strings.HasPrefix(line, "HTTP/1.0 "+c.want) {
				t.Errorf("got %q, want %s", line, c.want)
			}
		})
	}
}

func TestSC17_Headers(t *testing.T) {
	d := open(t)
	for _, r := range []*http.Response{
		d.request("GET", "/", ""), d.request("GET", "/nothing", ""), d.request("POST", "/session", "x"), d.request("GET", "/", "", "Host", "evil.example"),
	} {
		csp := r.Header.Get("Content-Security-Policy")
		for _, directive := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
			if !strings.Contains(csp, directive) {
				t.Errorf("%s: the policy lacks %s", r.Status, directive)
			}
		}
		// A mail in a preview is styled by attributes, and by nothing else.
		rest := strings.Replace(csp, "style-src-attr 'unsafe-inline'", "", 1)
		if strings.Contains(rest, "unsafe") || strings.Contains(rest, "*") {
			t.Errorf("the policy is loose: %s", csp)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
			"X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", r.Status, name, got, want)
			}
		}
	}
}

func TestPages(t *testing.T) {
	d := open(t)
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8",
		"/assets/page.js": "text/javascript; charset=utf-8", "/assets/page.css": "text/css; charset=utf-8",
	} {
		r := d.request("GET", path, "")
		if r.StatusCode != 200 || r.Header.Get("Content-Type") != want {
			t.Errorf("%s: got %d %s", path, r.StatusCode, r.Header.Get("Content-Type"))
		}
	}
	for _, path := range []string{"/assets", "/assets/", "/.gitkeep", "/assets/.hidden.js", "/assets/odd.exe", "/missing.js", "/index.html/", "/rpc/x", "/favicon"} {
		if r := d.request("GET", path, ""); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d", path, r.StatusCode)
		}
	}
}

func TestPagesThatWereNotBuilt(t *testing.T) {
	_, err := browser.Listen(browser.Options{Pages: nil})
	if err == nil || !strings.Contains(err.Error(), "without its pages") {
		t.Errorf("got %v", err)
	}
	if browser.Built(nil) || !browser.Built(pages()) {
		t.Error("Built is wrong")
	}
}
