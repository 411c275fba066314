package dial_test

import (
	"testing"

	"patchbay/backend/protocol/dial"
)

func TestSystemProxy(t *testing.T) {
	const host, socks = "mail.example.com", "socks5://proxy.example.net:1080"
	type environment = map[string]string
	tests := []struct {
		name    string
		environ environment
		host    string
		port    uint16
		want    string
	}{
		{"nothing", nil, host, 465, ""},
		{"SOCKS", environment{"ALL_PROXY": socks}, host, 465, socks},
		{"small letters", environment{"all_proxy": socks}, host, 465, socks},
		{"socks5h", environment{"ALL_PROXY": "socks5h://proxy.example.net"}, host, 465, socks},
		{"HTTPS_PROXY", environment{"HTTPS_PROXY": "http://proxy.example.net:3128/"}, host, 465, "http://proxy.example.net:3128"},
		{"https_proxy", environment{"https_proxy": "http://proxy.example.net"}, host, 465, "http://proxy.example.net:80"},
		{"ALL_PROXY first", environment{"ALL_PROXY": socks, "HTTPS_PROXY": "http://other.example.net"}, host, 465, socks},
		{"HTTP_PROXY is for other things", environment{"HTTP_PROXY": "http://proxy.example.net"}, host, 465, ""},
		{"without a scheme", environment{"ALL_PROXY": "proxy.example.net:3128"}, host, 465, "http://proxy.example.net:3128"},
		{"credentials are not shown", environment{"ALL_PROXY": "socks5://ada:" + canary + "@proxy.example.net"}, host, 465, socks},
		{"IPv6", environment{"ALL_PROXY": "http://[2001:db8::1]:3128"}, host, 465, "http://[2001:db8::1]:3128"},

		{"unknown scheme", environment{"ALL_PROXY": "ftp://proxy.example.net"}, host, 465, ""},
		{"encrypted to the proxy", environment{"ALL_PROXY": "https://proxy.example.net"}, host, 465, ""},
		{"malformed", environment{"ALL_PROXY": "socks5://%zz"}, host, 465, ""},
		{"malformed hides no other", environment{"ALL_PROXY": ":", "HTTPS_PROXY": socks}, host, 465, ""},
		{"no host", environment{"ALL_PROXY": "socks5://:1080"}, host, 465, ""},
		{"port 0", environment{"ALL_PROXY": "socks5://proxy.example.net:0"}, host, 465, ""},
		{"a line break", environment{"ALL_PROXY": "socks5://proxy\r\n.example.net"}, host, 465, ""},

		{"excepted", environment{"ALL_PROXY": socks, "NO_PROXY": "other.example, mail.example.com"}, host, 465, ""},
		{"excepted in small letters", environment{"ALL_PROXY": socks, "no_proxy": host}, host, 465, ""},
		{"domain", environment{"ALL_PROXY": socks, "NO_PROXY": "example.com"}, host, 465, ""},
		{"dot and domain", environment{"ALL_PROXY": socks, "NO_PROXY": ".example.com"}, host, 465, ""},
		{"root's dot", environment{"ALL_PROXY": socks, "NO_PROXY": "example.com"}, host + ".", 465, ""},
		{"another domain", environment{"ALL_PROXY": socks, "NO_PROXY": "ample.com"}, host, 465, socks},
		{"all", environment{"ALL_PROXY": socks, "NO_PROXY": "*"}, host, 465, ""},
		{"this port", environment{"ALL_PROXY": socks, "NO_PROXY": "mail.example.com:465"}, host, 465, ""},
		{"another port", environment{"ALL_PROXY": socks, "NO_PROXY": "mail.example.com:465"}, host, 587, socks},
		{"localhost", environment{"ALL_PROXY": socks}, "localhost", 465, ""},
		{"loopback", environment{"ALL_PROXY": socks}, "127.0.0.3", 465, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			choose := dial.SystemProxy(func(name string) string { return tt.environ[name] })
			if got := choose(tt.host, tt.port).String(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
	environ := func(name string) string {
		return environment{"ALL_PROXY": "http://a%40b:p%3Aw@proxy.example.net", "NO_PROXY": "*"}[name]
	}
	named := dial.NamedProxy(environ)
	if named.User != "a@b" || string(named.Password.Reveal()) != "p:w" || named.Address != "proxy.example.net:80" {
		t.Errorf("%+v", named)
	}
}

// FuzzSystemProxy: whatever the environment holds, a proxy that is chosen can
// be spoken to.
func FuzzSystemProxy(f *testing.F) {
	f.Add("socks5://ada:pw@proxy.example.net:1080", "*.example.com,192.0.2.0/24", "mail.example.com")
	f.Add("[::1", "[", "::1")
	f.Fuzz(func(t *testing.T, all, no, host string) {
		choose := dial.SystemProxy(func(name string) string {
			return map[string]string{"ALL_PROXY": all, "NO_PROXY": no}[name]
		})
		if p := choose(host, 465); p.IsSet() && (dial.CheckAddress(p.Address) != "" || len(p.User) > 255 || len(p.Password.Reveal()) > 255) {
			t.Errorf("chose %s", p)
		}
	})
}
