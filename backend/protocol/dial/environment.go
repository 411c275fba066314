package dial

import (
	"net"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// SystemProxy follows the environment as other programs do: the proxy of
// ALL_PROXY, else of HTTPS_PROXY, for every host but those of NO_PROXY; each
// name in capitals or small letters. A value that cannot be used is no proxy.
func SystemProxy(environ func(string) string) func(host string, port uint16) Proxy {
	named := NamedProxy(environ)
	if !named.IsSet() {
		return func(string, uint16) Proxy { return Proxy{} }
	}
	choose := (&httpproxy.Config{HTTPSProxy: named.String(), NoProxy: either(environ, "NO_PROXY")}).ProxyFunc()
	return func(host string, port uint16) Proxy {
		address := net.JoinHostPort(strings.TrimSuffix(host, "."), strconv.Itoa(int(port)))
		through, err := choose(&url.URL{Scheme: "https", Host: address})
		if err != nil || through == nil {
			return Proxy{}
		}
		return named
	}
}

// NamedProxy returns the proxy that the environment names, for whatever host.
func NamedProxy(environ func(string) string) Proxy {
	for _, name := range []string{"ALL_PROXY", "HTTPS_PROXY"} {
		if value := either(environ, name); value != "" {
			return parseProxy(value)
		}
	}
	return Proxy{}
}

func either(environ func(string) string, name string) string {
	if value := environ(name); value != "" {
		return value
	}
	return environ(strings.ToLower(name))
}
