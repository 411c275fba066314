package api_test

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"patchbay/app/api"
	"patchbay/backend/fault"
)

// asked is one request as it is written, after HOST and PORT are filled in.
type asked struct {
	line    string // "GET / HTTP/1.1"
	headers []string
	want    int // status; 200 is the handler's
}

func plain(host string, headers ...string) asked {
	return asked{line: "GET / HTTP/1.1", headers: append([]string{"Host: " + host}, headers...), want: 403}
}

// own is what a script sends, with more headers.
func own(method string, headers ...string) asked {
	return asked{
		line: method + " /v1/deployments HTTP/1.1", want: 403,
		headers: append([]string{"Host: HOST", "Content-Length: 0"}, headers...),
	}
}

func (a asked) allowed() asked {
	a.want = http.StatusOK
	return a
}

func (a asked) bad() asked {
	a.want = http.StatusBadRequest
	return a
}

func cases() map[string]asked {
	return map[string]asked{
		"a script":                          own("GET").allowed(),
		"a script that posts":               own("POST", "Content-Type: application/json").allowed(),
		"a script that posts a form":        own("POST", "Content-Type: application/x-www-form-urlencoded").allowed(),
		"a script that puts":                own("PUT").allowed(),
		"a script that deletes":             own("DELETE").allowed(),
		"a script that patches":             own("PATCH").allowed(), // the routes say what is allowed
		"a script that only asks":           own("HEAD").allowed(),
		"localhost":                         plain("localhost:PORT").allowed(),
		"IPv6 loopback":                     plain("[::1]:PORT").allowed(),
		"a tenant":                          plain("acme.localhost:PORT").allowed(),
		"a person opens the address":        plain("HOST", "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document").allowed(),
		"the own origin":                    own("POST", "Origin: https://HOST", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty").allowed(),
		"a script that sends a mode":        own("GET", "Sec-Fetch-Mode: cors").allowed(),
		"the own origin of a tenant":        plain("acme.localhost:PORT", "Origin: https://acme.localhost:PORT").allowed(),
		"an unknown tenant":                 plain("other.localhost:PORT"),
		"a tenant of a tenant":              plain("a.acme.localhost:PORT"),
		"a tenant without a name":           plain(".localhost:PORT"),
		"a tenant in capitals":              plain("ACME.localhost:PORT"),
		"a tenant and a trailing dot":       plain("acme.localhost.:PORT"),
		"a rebound name":                    plain("evil.example:PORT"),
		"a rebound name without a port":     plain("evil.example"),
		"a name that begins alike":          plain("localhost.evil.example:PORT"),
		"a name that begins as an address":  plain("127.0.0.1.evil.example:PORT"),
		"a name that ends alike":            plain("evillocalhost:PORT"),
		"a resolver's service":              plain("127.0.0.1.nip.io:PORT"),
		"localhost in capitals":             plain("LOCALHOST:PORT"),
		"localhost in mixed case":           plain("LocalHost:PORT"),
		"localhost and a trailing dot":      plain("localhost.:PORT"),
		"an address and a trailing dot":     plain("127.0.0.1.:PORT"),
		"no port":                           plain("127.0.0.1"),
		"an empty port":                     plain("127.0.0.1:"),
		"another port":                      plain("127.0.0.1:1"),
		"the port with a leading zero":      plain("127.0.0.1:0PORT"),
		"the port twice":                    plain("127.0.0.1:PORT:PORT"),
		"another loopback address":          plain("127.0.0.2:PORT"),
		"a short loopback address":          plain("127.1:PORT"),
		"a loopback address as one number":  plain("2130706433:PORT"),
		"a loopback address in octal":       plain("0177.0.0.1:PORT"),
		"any address":                       plain("0.0.0.0:PORT"),
		"a mapped address":                  plain("[::ffff:127.0.0.1]:PORT"),
		"IPv6 loopback in full":             plain("[0:0:0:0:0:0:0:1]:PORT"),
		"IPv6 loopback without brackets":    plain("::1:PORT"),
		"IPv6 loopback with a zone":         plain("[::1%25lo]:PORT"),
		"userinfo before the own host":      plain("evil.example@127.0.0.1:PORT").bad(),
		"the own host as userinfo":          plain("127.0.0.1:PORT@evil.example").bad(),
		"an empty host":                     plain(""),
		"a forwarded host":                  plain("evil.example:PORT", "X-Forwarded-Host: HOST", "Forwarded: host=HOST"),
		"a slash in the host":               plain("127.0.0.1:PORT/evil").bad(),
		"a blank in the host":               plain("127.0.0.1:PORT evil").bad(),
		"two hosts":                         plain("HOST", "Host: evil.example").bad(),
		"the own host twice":                plain("HOST", "Host: HOST").bad(),
		"HTTP/1.0 without a host":           {line: "GET / HTTP/1.0", want: 403},
		"HTTP/1.0 with the own host":        {line: "GET / HTTP/1.0", headers: []string{"Host: HOST"}, want: 200},
		"HTTP/1.1 without a host":           {line: "GET / HTTP/1.1", want: 400},
		"a foreign target":                  {line: "GET https://evil.example/ HTTP/1.1", headers: []string{"Host: HOST"}, want: 403},
		"the own target in absolute form":   {line: "GET https://HOST/ HTTP/1.1", headers: []string{"Host: HOST"}, want: 403},
		"an own target for a foreign host":  {line: "GET https://HOST/ HTTP/1.1", headers: []string{"Host: evil.example"}, want: 403},
		"the own target without TLS":        {line: "GET http://HOST/ HTTP/1.1", headers: []string{"Host: HOST"}, want: 403},
		"a target with two slashes":         {line: "GET //evil.example/ HTTP/1.1", headers: []string{"Host: HOST"}, want: 200}, // a path (RFC 9112 §3.2.1)
		"CONNECT":                           {line: "CONNECT evil.example:443 HTTP/1.1", headers: []string{"Host: evil.example:443"}, want: 403},
		"CONNECT to the API itself":         {line: "CONNECT HOST HTTP/1.1", headers: []string{"Host: HOST"}, want: 403},
		"OPTIONS of everything":             {line: "OPTIONS * HTTP/1.1", headers: []string{"Host: HOST"}, want: 403},
		"OPTIONS":                           own("OPTIONS"),
		"a preflight":                       own("OPTIONS", "Origin: https://evil.example", "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: authorization"),
		"a preflight of a private network":  own("OPTIONS", "Origin: https://evil.example", "Access-Control-Request-Private-Network: true"),
		"a preflight of the own origin":     own("OPTIONS", "Origin: https://HOST", "Access-Control-Request-Method: PUT"),
		"TRACE":                             own("TRACE"),
		"an unknown method":                 own("BREW"),
		"a method in lower case":            own("get"),
		"a foreign origin":                  own("POST", "Origin: https://evil.example"),
		"an opaque origin":                  own("POST", "Origin: null"),
		"an empty origin":                   own("POST", "Origin:"),
		"the own origin without TLS":        own("POST", "Origin: http://HOST"),
		"the origin of another port":        own("POST", "Origin: https://127.0.0.1:1"),
		"the origin without a port":         own("POST", "Origin: https://127.0.0.1"),
		"the origin of another own name":    own("POST", "Origin: https://localhost:PORT"),
		"the own origin with a path":        own("POST", "Origin: https://HOST/"),
		"the origin of a file":              own("POST", "Origin: file://"),
		"the origin of an extension":        own("POST", "Origin: chrome-extension://abcdef"),
		"two origins":                       own("POST", "Origin: https://HOST", "Origin: https://evil.example"),
		"the own origin twice":              own("POST", "Origin: https://HOST", "Origin: https://HOST"),
		"a foreign form":                    own("POST", "Origin: https://evil.example", "Content-Type: application/x-www-form-urlencoded"),
		"a foreign text":                    own("POST", "Origin: https://evil.example", "Content-Type: text/plain"),
		"a foreign upload":                  own("POST", "Origin: https://evil.example", "Content-Type: multipart/form-data; boundary=x"),
		"another site":                      own("GET", "Sec-Fetch-Site: cross-site"),
		"another site posts a form":         own("POST", "Sec-Fetch-Site: cross-site", "Content-Type: application/x-www-form-urlencoded"),
		"another port of this machine":      own("GET", "Sec-Fetch-Site: same-site"),
		"an unknown site":                   own("GET", "Sec-Fetch-Site: bogus"),
		"an empty site":                     own("GET", "Sec-Fetch-Site:"),
		"a site in capitals":                own("GET", "Sec-Fetch-Site: Same-Origin"),
		"two sites":                         own("GET", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"),
		"a person posts":                    own("POST", "Sec-Fetch-Site: none"),
		"a person deletes":                  own("DELETE", "Sec-Fetch-Site: none"),
		"an image":                          own("GET", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"),
		"a script element":                  own("GET", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"),
		"a frame":                           own("GET", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"),
		"a WebSocket":                       own("GET", "Sec-Fetch-Mode: websocket", "Upgrade: websocket", "Connection: Upgrade"),
		"a mode twice":                      own("GET", "Sec-Fetch-Mode: cors", "Sec-Fetch-Mode: cors"),
		"a foreign link":                    own("GET", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", "Sec-Fetch-User: ?1"),
		"a foreign origin, own Fetch":       own("GET", "Origin: https://evil.example", "Sec-Fetch-Site: same-origin"),
		"the own origin, foreign Fetch":     own("GET", "Origin: https://HOST", "Sec-Fetch-Site: cross-site"),
		"a foreign host, its origin":        plain("evil.example:PORT", "Origin: https://evil.example:PORT", "Sec-Fetch-Site: same-origin"),
		"a foreign host, a right-hand form": plain("evil.example:PORT", "Content-Type: application/json", "Authorization: Bearer x"),
	}
}

// TestSC17_OnlyAProgramThatMeansThisMachineIsRouted sends what a script would
// send and what a page, a proxy or a rebound name can make a client send. What
// is refused never reaches the routes, and no answer can be read by a page.
func TestSC17_OnlyAProgramThatMeansThisMachineIsRouted(t *testing.T) {
	d := openDoor(t)
	fill := strings.NewReplacer("HOST", d.address(), "PORT", d.port())
	for name, c := range cases() {
		t.Run(name, func(t *testing.T) {
			before := d.reached.Load()
			response := exchange(t, d, fill.Replace(c.line+"\r\n"+strings.Join(append(c.headers, "", ""), "\r\n")))
			if response.StatusCode != c.want {
				t.Errorf("got %d, want %d", response.StatusCode, c.want)
			}
			if routed := d.reached.Load() > before; routed != (c.want == http.StatusOK) {
				t.Errorf("routed: %t", routed)
			}
			mustNotAllow(t, response)
			if c.want == http.StatusForbidden {
				mustBeForeign(t, response)
			}
		})
	}
	t.Logf("%d requests", len(cases()))
}

// exchange writes a request as it stands, over a connection of its own.
func exchange(t *testing.T, d *door, request string) *http.Response {
	t.Helper()
	conn, err := tls.Dial("tcp", d.address(), d.trust("127.0.0.1"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

// mustNotAllow fails when an answer could be read by a page or leaves something
// in a browser.
func mustNotAllow(t *testing.T, r *http.Response) {
	t.Helper()
	for name := range r.Header {
		if strings.HasPrefix(name, "Access-Control-") || name == "Set-Cookie" {
			t.Errorf("the answer has %s", name)
		}
	}
	if r.StatusCode == http.StatusBadRequest { // net/http's own, before any handler
		return
	}
	if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the answer lacks a header: %v", r.Header)
	}
}

func mustBeForeign(t *testing.T, r *http.Response) {
	t.Helper()
	var f fault.Fault
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if r.Request.Method == http.MethodHead {
		return
	}
	if err := json.Unmarshal(body, &f); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if f.Code != api.CodeForeignRequest || f.Kind != fault.Denied || f.Hint == "" {
		t.Errorf("got %s", body)
	}
}

// TestSC17_EveryCombination crosses hosts, origins and sites over one
// connection: one right value does not excuse a wrong one.
func TestSC17_EveryCombination(t *testing.T) {
	d := openDoor(t)
	client := d.client(false)
	base := "https://" + d.address()
	hosts := map[string]bool{
		d.address(): true, "localhost:" + d.port(): true, "[::1]:" + d.port(): true, "acme.localhost:" + d.port(): true,
		"127.0.0.1": false, "evil.example:" + d.port(): false, "other.localhost:" + d.port(): false, "localhost:1": false,
	}
	origins := map[string]bool{"": true, "own": true, "null": false, "https://evil.example": false, "http://own": false}
	sites := map[string]bool{"": true, "same-origin": true, "same-site": false, "cross-site": false, "none": false}
	n := 0
	for host, ownHost := range hosts {
		for origin, ownOrigin := range origins {
			for site, ownSite := range sites {
				n++
				request, err := http.NewRequest(http.MethodPost, base+"/v1/deployments", nil)
				if err != nil {
					t.Fatal(err)
				}
				request.Host = host
				if origin != "" {
					request.Header.Set("Origin", originOf(origin, host))
				}
				if site != "" {
					request.Header.Set("Sec-Fetch-Site", site)
				}
				want := http.StatusForbidden
				if ownHost && ownOrigin && ownSite {
					want = http.StatusOK
				}
				if got := status(t, client, request); got != want {
					t.Errorf("host %q, origin %q, site %q: got %d, want %d", host, origin, site, got, want)
				}
			}
		}
	}
	t.Logf("%d combinations", n)
}

func originOf(origin, host string) string {
	switch origin {
	case "own":
		return "https://" + host
	case "http://own":
		return "http://" + host
	}
	return origin
}

func status(t *testing.T, client *http.Client, request *http.Request) int {
	t.Helper()
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.Copy(io.Discard, response.Body) // so that the connection is used again
	return response.StatusCode
}

// TestSC17_HTTP2 sends the same in the other version, where the host is a
// pseudo-header.
func TestSC17_HTTP2(t *testing.T) {
	d := openDoor(t)
	client := d.client(true)
	for authority, want := range map[string]int{
		d.address(): 200, "localhost:" + d.port(): 200, "acme.localhost:" + d.port(): 200,
		"evil.example:" + d.port(): 403, "other.localhost:" + d.port(): 403, "127.0.0.1": 403, "LOCALHOST:" + d.port(): 403,
	} {
		for _, method := range []string{http.MethodGet, http.MethodOptions, http.MethodConnect} {
			request, err := http.NewRequest(method, "https://"+d.address()+"/", nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = authority
			expected := want
			if method != http.MethodGet {
				expected = http.StatusForbidden
			}
			if got := status(t, client, request); got != expected {
				t.Errorf("%s %s: got %d, want %d", method, authority, got, expected)
			}
		}
	}
	if got := d.reached.Load(); got != 3 {
		t.Errorf("%d requests were routed", got)
	}
}

// TestSC17_ARefusalIsRecordedOnceForAConnection: whoever asks again and again
// does not fill the journal.
func TestSC17_ARefusalIsRecordedOnceForAConnection(t *testing.T) {
	d := openDoor(t)
	conn := d.dial()
	reader := bufio.NewReader(conn)
	for range 5 {
		_, err := fmt.Fprintf(conn, "GET /v1/deployments?token=canary HTTP/1.1\r\nHost: evil.example\r\n\r\n")
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
	}
	refused := d.entries(api.ActionRefused)
	if len(refused) != 1 {
		t.Fatalf("got %d entries", len(refused))
	}
	got := refused[0]
	if !got.Refused || got.Operator != "Ada" || got.Subject != "GET /v1/deployments" || !strings.Contains(got.Detail, "evil.example") {
		t.Errorf("got %+v", got)
	}
	calls, total := d.bench.LocalAPI.Calls()
	if total != 5 || calls[0].Status != http.StatusForbidden || calls[0].Path != "/v1/deployments" || calls[0].Detail == "" {
		t.Errorf("%d calls, the newest %+v", total, calls[0])
	}
}

// TestARefusalKeepsItsPathInOneLine: whoever is refused chooses the path, and
// must not write a line of the journal with it.
func TestARefusalKeepsItsPathInOneLine(t *testing.T) {
	d := openDoor(t)
	conn := d.dial()
	if _, err := io.WriteString(conn, "GET /a%0a%1b[2J%e2%80%ae HTTP/1.1\r\nHost: evil.example\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil {
		t.Fatal(err)
	}
	const want = "GET /a%0a%1b[2J%e2%80%ae"
	if got := d.entries(api.ActionRefused); len(got) != 1 || got[0].Subject != want {
		t.Errorf("got %+v", got)
	}
}
