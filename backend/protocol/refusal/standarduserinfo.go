package refusal

import "patchbay/backend/protocol/signin"

// userInfoRules are those of RFC 6750 §3.1.
func userInfoRules() []rule {
	return []rule{
		{
			name: "invalid_token", codes: []string{"invalid_token"},
			code: signin.CodeCheckFailed, source: "RFC 6750 §3.1", fields: []string{"userInfoUrl", "scopes"},
			cause:  "The provider does not take its own access token there: the token is for another audience, or the user-info address belongs to another provider or tenant.",
			remedy: "Check the user-info URL, and that no scope asks for a token of another interface.",
		},
		{
			name: "insufficient_scope", codes: []string{"insufficient_scope"},
			code: signin.CodeCheckFailed, source: "RFC 6750 §3.1", fields: []string{"scopes"},
			cause:  "The scopes that were granted do not allow the user info to be read.",
			remedy: "Add the scopes that the provider wants for it, usually openid, profile and email, and sign in again so that they are granted.",
		},
		{
			name: "userinfo_unauthorized", places: []Place{UserInfo}, status: []int{401},
			code: signin.CodeCheckFailed, source: "RFC 6750 §3.1", fields: []string{"userInfoUrl", "scopes"},
			cause:  "The user-info address does not take the access token.",
			remedy: "Check that the user-info URL belongs to the provider that issued the token, and the scopes.",
		},
		{
			name: "userinfo_forbidden", places: []Place{UserInfo}, status: []int{403},
			code: signin.CodeCheckFailed, source: "RFC 6750 §3.1", fields: []string{"scopes"},
			cause:  "The provider does not let this token read who has signed in.",
			remedy: "Add the scopes that the user-info address asks for, and check that the application may call it.",
		},
		{
			name: "userinfo_address", places: []Place{UserInfo}, status: []int{404, 405, 410},
			code: signin.CodeResponseInvalid, source: "RFC 9110 §15", fields: []string{"userInfoUrl"},
			cause:  "There is no user info at this address.",
			remedy: "Compare the user-info URL with the provider's documentation, letter by letter.",
		},
	}
}

// fetchRules are what status codes say of what is fetched.
func fetchRules() []rule {
	fetched := []string{"issuer", "metadataUrl"}
	return []rule{
		{
			name: "discovery_address", places: []Place{Discovery}, status: []int{400, 404, 405, 410},
			code: signin.CodeResponseInvalid, source: "RFC 8414 §3, OpenID Connect Discovery §4", fields: fetched,
			cause:  "The provider has no description at this address. The tenant, realm or server in the path may be wrong or missing.",
			remedy: "Copy the issuer or the metadata URL from the provider once more. An issuer is entered without /.well-known/ and what follows.",
		},
		{
			name: "discovery_forbidden", places: []Place{Discovery}, status: []int{401, 403},
			code: signin.CodeResponseInvalid, source: "RFC 9110 §15", fields: fetched,
			cause:  "The provider hands its description to nobody without a sign-in, or a firewall in front of it refuses.",
			remedy: "Open the address in a private window of a browser. If it shows nothing there either, have the provider publish it, or enter the addresses by hand.",
		},
		{
			name: "proxy_sign_in", status: []int{407},
			code: signin.CodeUnreachable, source: "RFC 9110 §15.5.8",
			cause:  "A proxy between this computer and the provider wants a sign-in of its own.",
			remedy: "Enter the proxy's user name and password under Network.",
		},
		{
			name: "network_sign_in", status: []int{511},
			code: signin.CodeUnreachable, source: "RFC 6585 §6",
			cause:  "The network wants a sign-in before it lets anything through.",
			remedy: "Open a web page in a browser on this computer, sign in to the network, and try again.",
		},
	}
}
