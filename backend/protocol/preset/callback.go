package preset

import (
	"net/netip"
	"net/url"
	"strings"

	"patchbay/backend/protocol/signin"
)

// callbackRules are what a provider takes as callback.
type callbackRules struct {
	hosts         []string // for a test on this computer; nil is any
	exactPort     bool     // the port is compared on this computer as well
	noLoopback    bool     // neither localhost nor IP addresses
	https         bool     // plain http for this computer only
	acsHTTPS      bool     // https even for this computer
	characters    string   // that a callback must not hold
	caseSensitive bool     // of the path, which others are too but do not say
	guessed       bool     // no source confirms it
}

const fieldCallback = "callbackUrl"

// callbackRemarks look at the callback URL of the target system: a redirect URI
// is compared letter by letter (RFC 9700 §2.1).
func callbackRemarks(s signin.Settings) []Remark {
	if s.CallbackURL == "" {
		return nil
	}
	var r remarks
	u, err := url.Parse(s.CallbackURL)
	if err != nil || u.Host == "" {
		r.add(Error, "callback_address", fieldCallback, "The callback URL is no address that a browser can be sent to.", "Enter the whole address, beginning with https://.")
		return r
	}
	r.scheme(u)
	r.host(u)
	r.port(u, s.Type)
	r.path(u)
	r.rest(u)
	if p, ok := Detect(s); ok {
		r.provider(u, p, s.Type)
	}
	return r
}

func (r *remarks) scheme(u *url.URL) {
	switch {
	case u.Scheme == "https":
	case u.Scheme != "http":
		r.add(Error, "callback_scheme", fieldCallback, "The callback URL begins with "+u.Scheme+"://, which a browser does not send an answer to.", "Enter an address that begins with https://.")
	case !isLoopback(u.Hostname()):
		r.add(Warning, "callback_scheme", fieldCallback, "The callback URL is plain http: whoever listens on the way reads the answer, and most providers do not register such an address.", "Use https, also where a proxy in front of the target speaks it.")
	}
}

func (r *remarks) host(u *url.URL) {
	name := u.Hostname()
	switch {
	case isLoopback(name):
		r.add(Warning, "callback_loopback", fieldCallback, "The callback URL of the target leads to the computer of whoever signs in.", "Enter the address at which people reach the target. For the test sign-in Patchbay uses an address of its own.")
	case isAddress(name):
		r.add(Warning, "callback_ip", fieldCallback, "The callback URL has an IP address in place of a name, which many providers do not register.", "Enter the name of the target.")
	case !strings.Contains(name, "."):
		r.add(Hint, "callback_host", fieldCallback, "The callback URL has a name without a domain: it works only where that name is known.", "Enter the whole name of the target.")
	}
	if strings.ContainsFunc(u.Host, func(c rune) bool { return c > '~' }) {
		r.add(Warning, "callback_idn", fieldCallback, "The host of the callback URL has letters outside ASCII. Browsers send it in another spelling, and a provider that compares texts sees two addresses.", "Enter the host in its ASCII form, which begins with xn--.")
	} else if u.Host != strings.ToLower(u.Host) {
		r.add(Warning, "callback_case", fieldCallback, "The host of the callback URL has capital letters. Browsers write it in small ones, and a provider that compares texts sees two addresses.", "Enter "+strings.ToLower(u.Host)+", and register the same.")
	}
	if strings.HasSuffix(name, ".") {
		r.add(Warning, "callback_dot", fieldCallback, "The host of the callback URL ends in a dot.", "Take the dot out, unless the provider registers the address with it.")
	}
}

func (r *remarks) port(u *url.URL, t signin.Type) {
	if port := u.Port(); u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		message := "The callback URL names the port that its scheme has anyway. Providers that compare texts see two addresses."
		if t == signin.SAML {
			message = "The callback URL names the port that its scheme has anyway. The Destination of the answer is compared as text, and targets leave this port out."
		}
		r.add(Warning, "callback_port", fieldCallback, message, "Enter the address without :"+port+".")
	}
}

func (r *remarks) path(u *url.URL) {
	switch path := u.EscapedPath(); {
	case path == "" || path == "/":
		r.add(Hint, "callback_path", fieldCallback, "The callback URL has no path. The target would have to take answers at its first page, with or without the slash at the end.", "Look the path up in the target's documentation.")
	case strings.HasSuffix(path, "/"):
		r.add(Hint, "callback_slash", fieldCallback, "The callback URL ends in a slash. With and without it are two addresses.", "Register it with the slash, and check that the target sends it so.")
	}
	if strings.Contains(u.Path, "//") || strings.Contains(u.Path+"/", "/../") || strings.Contains(u.Path+"/", "/./") {
		r.add(Warning, "callback_segments", fieldCallback, "The path of the callback URL has a doubled slash or dots that a browser or a proxy may take out.", "Enter the path as the target sees it.")
	}
}

func (r *remarks) rest(u *url.URL) {
	if strings.Contains(u.Host+u.Path, "*") {
		r.add(Error, "callback_wildcard", fieldCallback, "The callback URL has a wildcard. It is one address, and a provider that registers patterns sends codes to whoever fits them.", "Enter the one address of the target.")
	}
	if u.Fragment != "" {
		r.add(Error, "callback_fragment", fieldCallback, "The callback URL has a fragment, which a redirect URI must not have (RFC 6749 §3.1.2).", "Take out the # and what follows it.")
	}
	if u.RawQuery != "" || u.ForceQuery {
		r.add(Hint, "callback_query", fieldCallback, "The callback URL has a query. Some providers do not register one, and others drop it.", "Use an address without a query where the target has one.")
	}
	if u.User != nil {
		r.add(Error, "callback_user", fieldCallback, "The callback URL has a user name.", "Take out what stands before the @.")
	}
}

func isLoopback(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.IsLoopback()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
