package refusal

import "patchbay/backend/protocol/signin"

// standardRules are the codes of OAuth 2.0 and OpenID Connect.
func standardRules() []rule {
	return []rule{
		{
			name: "access_denied", codes: []string{"access_denied"},
			code: signin.CodeRefused, source: sourceRFC6749,
			cause:  "The person or the provider said no: the consent was declined, the person is not assigned to the application, or a policy forbids the sign-in.",
			remedy: "Assign the person to the application at the provider, grant the consent that it asks for, or sign in as somebody else.",
		},
	}
}
