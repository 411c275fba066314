package discovery_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/discovery"
)

func TestHostileFiles(t *testing.T) {
	laughs := `<?xml version="1.0"?><!DOCTYPE clientConfig [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>` + config("&b;.example.com")
	tests := []struct {
		name string
		page http.HandlerFunc
		said string
	}{
		{"a file without end", func(out http.ResponseWriter, _ *http.Request) {
			chunk := bytes.Repeat([]byte("<a/>"), 8<<10)
			for {
				if _, err := out.Write(chunk); err != nil {
					return
				}
			}
		}, "larger than 256 KiB"},
		{"billion laughs", page(laughs), "not valid XML: it declares a document type, which no autoconfig file needs"},
		{"an unknown entity", page(config("&evil;")), "not valid XML: XML syntax error on line 3: invalid character entity &evil;"},
		{"deep nesting", page(strings.Repeat("<a>", 60_000)), "not valid XML: it has too many elements, or they are nested too deeply"},
		{"many elements", page("<clientConfig>" + strings.Repeat("<a/>", 60_000)), "not valid XML: it has too many elements, or they are nested too deeply"},
		{"two roots", page("<clientConfig/><clientConfig/>"), "not valid XML: it has more than one root element"},
		{"a web page", page("<html><body>Welcome</body></html>"), "not an autoconfig file: expected element type <clientConfig> but have <html>"},
		{"nothing", page(""), "not an autoconfig file: EOF"},
		{"no provider", page("<clientConfig/>"), "not an autoconfig file: it names no provider"},
		{"a failure", func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusTeapot) }, "HTTP 418"},
		{"a redirect to nowhere", func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusFound) }, "HTTP 302"},
		{"a terminal's escape", page("<clientConfig><emailProvider><incomingServer type=\"\u202e\"/></emailProvider></clientConfig>"), `found nothing; ignored a server of type "\u202e"`},
		{"a loop", redirect(autoconfigURL), strings.Repeat("redirected to "+autoconfigURL+"; ", 3) + "redirected more than 3 times"},
		{"to clear text", redirect(plainURL), "redirected to " + plainURL + ", which is not followed"},
		{"to this machine", redirect("https://127.0.0.1/x"), "redirected to https://127.0.0.1/x, which is not followed"},
		{"to a name of this machine", redirect("https://localhost/x"), "redirected to https://localhost/x, which is not followed"},
		{"to another port", redirect("https://example.com:8443/x"), "redirected to https://example.com:8443/x, which is not followed"},
		{"to a user", redirect("https://u:p@example.com/x"), "redirected to https://u:xxxxx@example.com/x, which is not followed"},
		{"to a file", redirect("file:///etc/passwd"), "redirected to file:///etc/passwd, which is not followed"},
		{"to no URL", redirect("https://[::1"), `failed to parse Location header "https://[::1": parse "https://[::1": missing ']' in host`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report, _ := find(t, map[string]http.HandlerFunc{autoconfigURL: tt.page}, "", nil)
			if len(report.Candidates) != 0 {
				t.Errorf("it found %v", lines(report.Candidates))
			}
			if got := outcomes(report)[autoconfigURL+"?emailaddress=ops%40example.com"]; got != tt.said {
				t.Errorf("it says %q, want %q", got, tt.said)
			}
		})
	}
}

// TestRedirectsInClear: what began without encryption may not leave the domain.
func TestRedirectsInClear(t *testing.T) {
	report, _ := find(t, map[string]http.HandlerFunc{plainURL: redirect("http://router.intranet.test/reboot")}, "", nil)
	if got := outcomes(report)[plainURL]; got != "redirected to http://router.intranet.test/reboot, which is not followed" {
		t.Error(got)
	}
	report, _ = find(t, map[string]http.HandlerFunc{
		plainURL: redirect("http://www.example.com/a"), "http://www.example.com/a": page(config("example.com")),
	}, "", nil)
	if len(report.Candidates) != 2 || !report.Candidates[0].NeedsConfirmation {
		t.Error(lines(report.Candidates))
	}
}

func TestServersThatAreNotOffered(t *testing.T) {
	server := func(host, port, socket, user string) string {
		return fmt.Sprintf(`<outgoingServer type="smtp"><hostname>%s</hostname><port>%s</port><socketType>%s</socketType><username>%s</username></outgoingServer>`, host, port, socket, user)
	}
	tests := []struct{ name, server, want string }{
		{"pop3", `<incomingServer type="pop3"><hostname>pop.example.com</hostname></incomingServer>`, `a server of type "pop3"`},
		{"exchange", `<incomingServer type="exchange"/>`, `a server of type "exchange"`},
		{"an address", server("192.0.2.1", "25", "SSL", "u"), `a host "192.0.2.1"`},
		{"a path", server("x.example.com/y", "25", "SSL", "u"), `a host "x.example.com/y"`},
		{"no host", server("", "25", "SSL", "u"), `a host ""`},
		{"a number", server("1.2.3", "25", "SSL", "u"), `a host "1.2.3"`},
		{"port 0", server("x.example.com", "0", "SSL", "u"), `a port "0"`},
		{"port 65536", server("x.example.com", "65536", "SSL", "u"), `a port "65536"`},
		{"a socket type", server("x.example.com", "25", "quantum", "u"), `a socket type "quantum"`},
		{"a placeholder", server("x.example.com", "25", "SSL", "%REALNAME%"), `a user name "%REALNAME%"`},
		{"half a placeholder", server("x.example.com", "25", "SSL", "100%"), `a user name "100%"`},
		{"a long name", server("x.example.com", "25", "SSL", strings.Repeat("u", 400)), `a user name "` + strings.Repeat("u", 60) + `…"`},
	}
	for _, tt := range tests {
		file := "<clientConfig><emailProvider>" + tt.server + "</emailProvider></clientConfig>"
		found, ignored, err := discovery.Offers([]byte(file), "ops@example.com")
		if err != nil || len(found) != 0 {
			t.Errorf("%s: found %v, %v", tt.name, lines(found), err)
		}
		if diff := cmp.Diff([]string{tt.want}, ignored); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// TestAddressIsReadOnce: a local part that looks like a placeholder is none.
func TestAddressIsReadOnce(t *testing.T) {
	found, _, err := discovery.Offers([]byte(config("example.com")), "%EMAILDOMAIN%@example.com")
	if err != nil || len(found) != 2 || found[0].User != "%EMAILDOMAIN%@example.com" {
		t.Errorf("%v, %v", lines(found), err)
	}
}

func TestManyServers(t *testing.T) {
	var file, zone strings.Builder
	file.WriteString("<clientConfig><emailProvider>")
	for i := range 300 {
		fmt.Fprintf(&file, `<outgoingServer type="smtp"><hostname>s%d.example.com</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>`, i)
	}
	for i := range 1000 {
		fmt.Fprintf(&zone, "_imaps._tcp.example.com. SRV 0 1 993 t%d.example.com.\n", i)
	}
	file.WriteString("</emailProvider></clientConfig>")
	report, _ := find(t, map[string]http.HandlerFunc{autoconfigURL: page(file.String())}, zone.String(), nil)
	if len(report.Candidates) != 40 {
		t.Errorf("%d candidates", len(report.Candidates))
	}
	said := outcomes(report)
	if got := said["SRV _imaps._tcp.example.com"]; got != "found 8 servers; ignored 992 more targets" {
		t.Error(got)
	}
	if got := said[autoconfigURL+"?emailaddress=ops%40example.com"]; got != "found 32 servers; ignored 268 more servers" {
		t.Error(got)
	}
}

// TestCNAMELoop: a name that leads to itself has no servers.
func TestCNAMELoop(t *testing.T) {
	report, _ := find(t, nil, "_imaps._tcp.example.com. CNAME _imaps._tcp.example.com.\nexample.com. CNAME example.com.", nil)
	if got := outcomes(report)["SRV _imaps._tcp.example.com"]; got != "no such record" {
		t.Error(got)
	}
	if len(report.Candidates) != 0 {
		t.Error(lines(report.Candidates))
	}
}

// TestFindReachesWebServersThroughTheNetwork: the network's resolver decides,
// and nothing is asked elsewhere.
func TestFindReachesWebServersThroughTheNetwork(t *testing.T) {
	report, err := discovery.Find(t.Context(), "ops@example.com", none(discovery.Options{
		Network: dial.Network{Resolver: nameServer(t, "autoconfig.example.com. A 224.0.0.1")},
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		autoconfigURL + "?emailaddress=ops%40example.com": "there is no way from this machine to the server's address",
		wellKnownURL: "no such host",
	}
	got := outcomes(report)
	for where, said := range want {
		if got[where] != said {
			t.Errorf("of %s it says %q", where, got[where])
		}
	}
}

func TestExplain(t *testing.T) {
	for want, err := range map[string]error{
		"cancelled":         fmt.Errorf("get: %w", context.Canceled),
		"no answer in time": fmt.Errorf("get: %w", context.DeadlineExceeded),
		`odd\x1b words`:     fmt.Errorf("get: %w", errors.New("odd\x1b words")),
		"the DNS server did not answer, or answered with a failure": &net.DNSError{Err: "server misbehaving"},
	} {
		if got := discovery.Explain(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func FuzzOffers(f *testing.F) {
	f.Add([]byte(config("%EMAILDOMAIN%")))
	f.Add([]byte(`<!DOCTYPE x><clientConfig/>`))
	f.Add([]byte(`<clientConfig><emailProvider><outgoingServer type="smtp"><hostname>&#0;</hostname></outgoingServer></emailProvider></clientConfig>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		found, ignored, err := discovery.Offers(file, "ops@example.com")
		if err != nil && len(found)+len(ignored) > 0 {
			t.Error("an error and servers")
		}
		for _, c := range found {
			if c.Port == 0 || c.Host == "" || c.Host != strings.ToLower(c.Host) || strings.ContainsAny(c.Host, " /@:%\n") || strings.ContainsAny(c.User+c.Provider, "\x00\n\x1b") || len(c.User) > 400 {
				t.Errorf("%+v", c)
			}
		}
	})
}
