package refusal

import "patchbay/backend/protocol/signin"

const sourceBrowser = "error pages of Chromium and Firefox"

// browserRules are pages that are not the provider's but the browser's own.
func browserRules() []rule {
	rules := []rule{
		{
			name: "browser_loopback", texts: []string{"127.0.0.1 refused to connect", "localhost refused to connect", "can't establish a connection to the server at 127.0.0.1", "can't establish a connection to the server at localhost", "can't connect to the server at 127.0.0.1", "can't connect to the server at localhost"},
			code: signin.CodeCheckFailed, fields: []string{"loopbackHost", "loopbackPort"},
			cause:  "The browser was sent back to this computer, and no attempt is waiting there any more, or it waits at another host or port: {redirect}.",
			remedy: "Begin a new attempt. If the address bar shows another host or port, set the loopback host and the loopback port to those.",
		},
		{
			name: "browser_name", texts: []string{"dns_probe_finished_nxdomain", "server ip address could not be found", "we can't connect to the server at", "trouble finding that site"}, code: signin.CodeUnreachable,
			cause:  "The browser finds no server by the name in the address bar.",
			remedy: "If it is the provider's name, correct the issuer or the authorization URL. If it is the target's, the provider sent the browser on rightly: paste the address as the answer.",
			fields: []string{"issuer", "authUrl", "ssoUrl"},
		},
		{
			name: "browser_certificate", texts: []string{"err_cert_", "sec_error_", "mozilla_pkix_error", "your connection is not private"}, code: signin.CodeUnreachable,
			cause:  "The browser does not trust the certificate of the server in the address bar.",
			remedy: "If it is this computer's own https address, accept it: it exists for this attempt only. If it is the provider's, its certificate or a proxy in between is at fault.",
			fields: []string{"loopbackAcs", "authUrl"},
		},
		{
			name: "browser_form", texts: []string{"the information you're about to submit is not secure", "form is not secure"}, code: signin.CodeCheckFailed,
			cause:  "The provider posts its answer to an http address that is not on this computer, and the browser warns of it.",
			remedy: "Use https for the callback URL.", fields: []string{"callbackUrl"},
		},
		{
			name: "browser_loop", texts: []string{"err_too_many_redirects", "redirected you too many times", "isn't redirecting properly"}, code: signin.CodeCheckFailed,
			cause:  "The provider or the target sends the browser round in a circle.",
			remedy: "Remove the cookies of the site, or use a private window. If it stays, look into the log of the one whose name is in the address bar.",
		},
	}
	for i := range rules {
		rules[i].places, rules[i].source = []Place{ProviderPage}, sourceBrowser
	}
	return rules
}
