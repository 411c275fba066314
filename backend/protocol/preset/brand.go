package preset

import "patchbay/backend/protocol/signin"

// brandProviders are those at which people have accounts of their own.
func brandProviders() []Preset {
	return []Preset{gitHub(), gitHubEnterprise(), gitLab(), linkedIn(), apple()}
}

// gitHubFacts are the same for every GitHub: the addresses of people come from a
// second call, and what stays is the number.
func gitHubFacts(signIn, api string) map[signin.Type]facts {
	return map[signin.Type]facts{signin.OAuth2: {
		authURL: signIn + "/login/oauth/authorize", tokenURL: signIn + "/login/oauth/access_token",
		userInfoURL: api + "/user", emailsURL: api + "/user/emails",
		scopes: []string{"read:user", "user:email"}, emailPath: "email", idPath: "id", loopbackHost: "127.0.0.1",
	}}
}

func gitHubNotes() []Note {
	return []Note{
		note("GitHub speaks plain OAuth 2.0. The address in the profile may be missing: the main verified one is read from a second call."),
		note("Identify people by id: login and addresses can change."),
		note("Refusals at the token endpoint come with the status 200."),
		note("With the loopback host 127.0.0.1 the port need not be equal to the registered one."),
	}
}

func gitHub() Preset {
	return Preset{
		ID: "github", Name: "GitHub", Types: only(signin.OAuth2), Notes: gitHubNotes(),
		facts: gitHubFacts("https://github.com", "https://api.github.com"),
		signs: []string{"https://github.com/login/oauth", "https://api.github.com"},
		rules: callbackRules{hosts: []string{"127.0.0.1", "[::1]"}},
	}
}

func gitHubEnterprise() Preset {
	return Preset{
		ID: "github-enterprise", Name: "GitHub Enterprise Server", Types: only(signin.OAuth2), Notes: gitHubNotes(),
		Questions: []Question{{Key: "host", Label: "Host name of the server", Placeholder: "github.example.com", form: host}},
		facts:     gitHubFacts("https://{host}", "https://{host}/api/v3"),
		signs:     []string{"/login/oauth/access_token", "/api/v3/user"},
		rules:     callbackRules{hosts: []string{"127.0.0.1", "[::1]"}},
	}
}

func gitLab() Preset {
	return Preset{
		ID: "gitlab", Name: "GitLab", Types: only(signin.OIDC),
		Questions: []Question{{Key: "server", Label: "GitLab address", Placeholder: "https://gitlab.example.com", Default: "https://gitlab.com", Hint: "As external_url is set; empty is https://gitlab.com", Optional: true, form: baseURL}},
		Notes: []Note{
			note("The issuer follows the setting external_url of the server."),
			note("Direct groups are in the claim groups_direct."),
			note("Tick Confidential and the scopes openid, profile and email in the application."),
		},
		facts: map[signin.Type]facts{signin.OIDC: {issuer: "https://{server}", scopes: standardScopes(), groupsClaim: "groups_direct"}},
		signs: []string{"https://gitlab."},
	}
}

func linkedIn() Preset {
	return Preset{
		ID: "linkedin", Name: "LinkedIn", Types: only(signin.OIDC),
		Notes: []Note{
			note("Add the product Sign In with LinkedIn using OpenID Connect to the application first."),
			note("LinkedIn does not verify who people are."),
			guess("The spelling of the issuer is not confirmed: Read shows how the provider spells it."),
			guess("LinkedIn probably knows neither PKCE nor a nonce for web applications."),
		},
		facts: map[signin.Type]facts{signin.OIDC: {issuer: "https://www.linkedin.com/oauth", scopes: standardScopes(), clientAuth: signin.ClientSecretPost, withoutPKCE: true}},
		signs: []string{"linkedin.com"},
		rules: callbackRules{exactPort: true},
	}
}

func apple() Preset {
	return Preset{
		ID: "apple", Name: "Apple", Types: only(signin.OIDC),
		Notes: []Note{
			note("Apple takes neither localhost nor an IP address as callback: prove the sign-in by paste."),
			note("The client secret is a JWT signed with the key of the team; it lives for six months at most. The client ID is the Services ID."),
			note("When name or e-mail is asked for, the answer must be posted, which response_mode in the authorization URL asks for. It is not in the address: paste it from the browser's network tools."),
			note("The name comes with the first consent only. Addresses may be relays of privaterelay.appleid.com, and email_verified may be a text."),
		},
		facts: map[signin.Type]facts{signin.OIDC: {issuer: "https://appleid.apple.com", authURL: "https://appleid.apple.com/auth/authorize?response_mode=form_post", scopes: []string{"openid", "name", "email"}, clientAuth: signin.ClientSecretPost}},
		signs: []string{"appleid.apple.com"},
		rules: callbackRules{noLoopback: true, https: true},
	}
}
