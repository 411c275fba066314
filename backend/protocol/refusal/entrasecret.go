package refusal

import "patchbay/backend/protocol/signin"

// entraSecretRules are about how the application proves who it is.
func entraSecretRules() []rule {
	secret := []string{"clientSecret"}
	return []rule{
		entra("entra_secret", signin.CodeClientRejected,
			"The client secret is wrong. Often the secret's ID was copied instead of its value.",
			"Make a new secret under "+appRegistration+"Certificates & secrets, and copy the column Value: it is shown once.",
			secret, "7000215", "70002"),
		entra("entra_secret_expired", signin.CodeClientRejected,
			"The client secret has run out.",
			"Make a new secret under "+appRegistration+"Certificates & secrets, enter its value, and enter its end as the day on which the secret expires.",
			[]string{"clientSecret", "clientSecretExpires"}, "7000222"),
		entra("entra_secret_needed", signin.CodeClientRejected,
			"The application is confidential, and the request came without a client secret.",
			"Enter the client secret and choose client_secret_basic or client_secret_post. If the application is to be public, switch on Allow public client flows under "+appRegistration+"Authentication.",
			[]string{"clientSecret", "clientAuth"}, "7000218"),
		entra("entra_public", signin.CodeClientRejected,
			"The redirect URI is registered for a public client, which must not send a secret.",
			"Register {redirect} on the platform Web under "+appRegistration+"Authentication and remove it from the others, or choose the client authentication none.",
			[]string{"clientAuth", "callbackUrl"}, "700025"),
	}
}

// entraCodeRules are about the exchange of the code.
func entraCodeRules() []rule {
	return []rule{
		entra("entra_pkce", signin.CodeCheckFailed,
			"The PKCE challenge or verifier is not what Entra ID expects, or they belong to two attempts.",
			"Begin a new attempt, with the method S256.",
			[]string{"pkce"}, "50147", "501481", "501491"),
		entra("entra_code_used", signin.CodeCheckFailed,
			"The code was already exchanged: a code can be used once.",
			"Begin a new attempt. If a target shows this, it exchanges the code twice: set its client authentication instead of letting it try both.",
			[]string{"clientAuth"}, "54005"),
		entra("entra_code_tenant", signin.CodeCheckFailed,
			"The code was issued by another tenant than the one that is asked to exchange it.",
			"Use the same tenant in both addresses: take the token URL from the description of {issuer}.",
			[]string{"issuer", "tokenUrl"}, "700005"),
		entra("entra_query_long", signin.CodeCheckFailed,
			"The address of the request is too long for Entra ID.",
			"With SAML choose the binding post; otherwise ask for fewer scopes.",
			[]string{"ssoBinding", "scopes"}, "90015"),
	}
}

// entraPersonRules are about who signs in.
func entraPersonRules() []rule {
	return []rule{
		entra("entra_person", signin.CodeRefused,
			"The account that signed in does not exist in this tenant, or is of a kind that the application does not take.",
			"Sign in with an account of the tenant; a private window of the browser forgets the last one. Otherwise invite the person as a guest, or change Supported account types under "+appRegistration+"Authentication.",
			nil, "50020", "50034", "51004", "16000", "16003", "50014", "500208"),
		entra("entra_not_assigned", signin.CodeRefused,
			"The person is not assigned to the application, and the application demands it.",
			"Assign the person or a group under Microsoft Entra admin center > Enterprise applications > the application > Users and groups, or switch Assignment required off under Properties.",
			nil, "50105"),
		entra("entra_consent", signin.CodeRefused,
			"Nobody has consented to what the application asks for: the person may not, or declined.",
			"Have an administrator choose Grant admin consent under "+appRegistration+"API permissions.",
			[]string{"scopes"}, "65001", "65004", "90094", "90095"),
	}
}

// entraPolicyRules are about policies of the organisation.
func entraPolicyRules() []rule {
	return []rule{
		entra("entra_conditional_access", signin.CodeRefused,
			"A Conditional Access policy of the organisation refuses this sign-in: the device, the place or the risk does not meet it. The settings are not at fault.",
			"Have the owner of the policies look the attempt up under Microsoft Entra admin center > Sign-in logs, by the correlation ID, or sign in from a device that meets the policy.",
			nil, "53000", "53001", "53002", "53003", "53004", "53010", "53011", "50005", "50097", "50129", "50131", "50155", "530035"),
		entra("entra_multi_factor", signin.CodeRefused,
			"The organisation asks for a second factor, and the sign-in ended before it was given.",
			"Sign in interactively and complete the second factor; a person without one sets it up at https://aka.ms/mfasetup.",
			[]string{"prompt"}, "50072", "50074", "50076", "50078", "50079", "50158"),
	}
}
