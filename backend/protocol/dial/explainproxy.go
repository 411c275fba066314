package dial

import (
	"context"
	"errors"
	"net"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Reasons of findings that concern the proxy on the way.
const (
	reasonProxy        = "proxy"         // it cannot be reached or understood
	reasonProxyAuth    = "proxy_auth"    // it refused the sign-in
	reasonProxyRefused = "proxy_refused" // it refused the host, or cannot reach it
)

const checkProxy = "Check the proxy's address in the network settings, and that the proxy runs. A proxy that the environment names is corrected there."

// unreached explains an error of connecting to the proxy itself.
func (p Proxy) unreached(err error) proof.Finding {
	f := proof.Finding{
		Code: CodeUnreachable, Reason: reasonProxy, Remedy: checkProxy, Fields: []string{"proxy"},
		Cause: "There is no way from this machine to the proxy " + p.Address + ".",
	}
	var dns *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return cancelled()
	case errors.As(err, &dns) && dns.IsNotFound:
		f.Code, f.Cause = CodeHostNotFound, "No host has the name of the proxy "+p.Address+"."
	case errors.As(err, &dns):
		f.Code, f.Cause = CodeDNSFailed, "The name of the proxy "+p.Address+" could not be looked up: the DNS server did not answer, or answered with a failure."
	case errors.Is(err, errRefused):
		f.Code, f.Cause = CodeRefused, "Nothing accepts connections at the proxy "+p.Address+": the machine refused."
	case IsTimeout(err):
		f.Code, f.Cause = CodeTimeout, "The proxy "+p.Address+" did not answer in time."
	}
	return f
}

// broken explains a conversation with the proxy that came to no answer.
func (p Proxy) broken(err error) proof.Finding {
	switch {
	case errors.Is(err, context.Canceled):
		return cancelled()
	case IsTimeout(err):
		return proof.Finding{
			Code: CodeTimeout, Reason: reasonProxy, Fields: []string{"proxy"},
			Cause:  "The proxy " + p.Address + " took the connection but did not say in time whether it reaches the host.",
			Remedy: "Check that it is a proxy of the kind " + p.kind() + ". If it is, it may be waiting for the host: check host and port, or ask the proxy's administrator.",
		}
	default:
		return proof.Finding{
			Code: CodeClosed, Reason: reasonProxy, Fields: []string{"proxy"},
			Cause:  "The proxy " + p.Address + " closed the connection without an answer.",
			Remedy: "Check that it is a proxy of the kind " + p.kind() + " and serves this machine; otherwise ask the proxy's administrator.",
		}
	}
}

// foreign explains an answer that is not of the proxy's protocol.
func (p Proxy) foreign(words fault.Remote) proof.Finding {
	return proof.Finding{
		Code: CodeUnreachable, Reason: reasonProxy, Fields: []string{"proxy"},
		Cause:  "What answered at " + p.Address + " is not a proxy of the kind " + p.kind() + ".",
		Remedy: "Choose the proxy's kind and enter its port as its administrator says.",
		Remote: p.words(words),
	}
}

func (p Proxy) signInRefused(words fault.Remote) proof.Finding {
	f := proof.Finding{
		Code: CodeUnreachable, Reason: reasonProxyAuth, Fields: []string{"proxy"},
		Cause:  "The proxy " + p.Address + " refused the user name or the password that it was given.",
		Remedy: "Enter the proxy's user name and password again in the network settings.",
		Remote: p.words(words),
	}
	if p.User == "" {
		f.Cause = "The proxy " + p.Address + " serves only those who sign in, and no user name is set for it."
		f.Remedy = "Enter the proxy's user name and password in the network settings."
	}
	return f
}

func (p Proxy) refused(target string, words fault.Remote) proof.Finding {
	return proof.Finding{
		Code: CodeUnreachable, Reason: reasonProxyRefused, Fields: []string{"proxy", "host", "port"},
		Cause:  "The proxy " + p.Address + " did not connect to " + target + ".",
		Remedy: "Check host and port. If they are right, ask the proxy's administrator to allow them; many proxies let through port 443 only.",
		Remote: p.words(words),
	}
}

// unspeakable explains a host that is never named to a proxy.
func (p Proxy) unspeakable(host string) proof.Finding {
	return proof.Finding{
		Code:   CodeHostNotFound,
		Cause:  "The proxy " + p.Address + " was not asked: " + proof.Visible(host) + " is not a host name.",
		Remedy: "Check the spelling.",
		Fields: []string{"host"},
	}
}

func (p Proxy) kind() string {
	if p.Scheme == ProxyHTTP {
		return "HTTP"
	}
	return "SOCKS 5"
}

// words keeps what the proxy said, without the credentials that a hostile one
// may say back.
func (p Proxy) words(remote fault.Remote) *fault.Remote {
	var redactor proof.Redactor
	defer redactor.Wipe()
	if p.Password.IsSet() {
		redactor.Protect(p.Password.Reveal())
		pair := append([]byte(p.User+":"), p.Password.Reveal()...)
		redactor.Protect(pair)
		clear(pair)
	}
	remote.Text = proof.Visible(redactor.Redact(remote.Text))
	return &remote
}
