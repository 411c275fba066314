package preset

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/protocol/signin"
)

// provider holds the callback URL against what one provider registers.
func (r *remarks) provider(u *url.URL, p Preset, t signin.Type) {
	rules, add := p.rules, r.add
	if rules.guessed {
		add = r.guess
	}
	plain := u.Scheme == "http"
	switch {
	case rules.noLoopback && (isLoopback(u.Hostname()) || isAddress(u.Hostname())):
		add(Error, "callback_provider_host", fieldCallback, p.Name+" registers neither localhost nor IP addresses.", "Enter the name at which people reach the target.")
	case plain && t == signin.SAML && (rules.acsHTTPS || p.ID == "google"):
		add(Error, "callback_provider_scheme", fieldCallback, p.Name+takes(rules.guessed)+" an assertion consumer service by https only.", "Use https for the callback URL.")
	case plain && rules.https && !isLoopback(u.Hostname()):
		add(Error, "callback_provider_scheme", fieldCallback, p.Name+takes(rules.guessed)+" plain http for this computer only.", "Use https for the callback URL.")
	}
	if rules.characters != "" && t != signin.SAML && strings.ContainsAny(u.Path, rules.characters) {
		add(Error, "callback_characters", fieldCallback, p.Name+" registers no callback with one of these characters: "+strings.Join(strings.Split(rules.characters, ""), " ")+" .", "Choose another path in the target.")
	}
	if rules.caseSensitive && u.Path != strings.ToLower(u.Path) {
		add(Hint, "callback_path_case", fieldCallback, p.Name+" tells capital from small letters in the path.", "Register the path exactly as it is here.")
	}
}

func takes(guessed bool) string {
	if guessed {
		return " probably takes"
	}
	return " takes"
}

// loopbackRemarks look at where a test sign-in comes back to on this computer.
func loopbackRemarks(s signin.Settings) []Remark {
	var r remarks
	p, ok := Detect(s)
	if !ok {
		return nil
	}
	s = s.WithDefaults()
	rules, add := p.rules, r.add
	if rules.guessed {
		add = r.guess
	}
	switch {
	case rules.noLoopback:
		r.add(Warning, "loopback_refused", "loopbackHost", p.Name+" sends nobody back to this computer.", "Sign in against the real callback URL, and paste the answer.")
		return r
	case s.Type == signin.SAML:
		if s.LoopbackACS == signin.ACSOverHTTP && (rules.acsHTTPS || p.ID == "google") {
			add(Warning, "loopback_https", "loopbackAcs", p.Name+takes(rules.guessed)+" an assertion consumer service by https only, on this computer as well.", "Choose https for the test sign-in.")
		}
		return r
	case rules.hosts != nil && !slices.Contains(rules.hosts, s.LoopbackHost):
		r.loopbackHost(p, s.LoopbackHost)
	}
	if rules.exactPort && s.LoopbackPort == 0 {
		add(Warning, "loopback_port", "loopbackPort", p.Name+portWords(rules.guessed)+" the port of a callback on this computer as well, and a free one is another each time.", "Choose a fixed port, and register "+s.ReturnsTo(s.LoopbackHost, "PORT")+" with it.")
	}
	if rules.exactPort && s.LoopbackPort != 0 {
		add(Hint, "loopback_register", "loopbackPort", p.Name+portWords(rules.guessed)+" the whole address.", "Register "+s.ReturnsTo(s.LoopbackHost, strconv.Itoa(int(s.LoopbackPort)))+" beside the callback URL.")
	}
	return r
}

func portWords(guessed bool) string {
	if guessed {
		return " probably compares"
	}
	return " compares"
}

// loopbackHost explains a host of this computer that a provider does not take.
func (r *remarks) loopbackHost(p Preset, name string) {
	switch {
	case p.ID == "entra" && name == "127.0.0.1":
		r.add(Warning, "loopback_host", "loopbackHost", "Microsoft Entra ID registers http://127.0.0.1 only through the application's manifest (replyUrlsWithType).", "Choose localhost, and register http://localhost/callback: the port does not matter.")
	case p.ID == "entra":
		r.add(Error, "loopback_host", "loopbackHost", "Microsoft Entra ID registers no IPv6 address.", "Choose localhost.")
	default:
		r.add(Hint, "loopback_host", "loopbackHost", p.Name+" wants the address of this computer, and not its name.", "Choose "+p.rules.hosts[0]+".")
	}
}
