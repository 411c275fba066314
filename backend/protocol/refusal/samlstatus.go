package refusal

import "patchbay/backend/protocol/signin"

const sourceSAML = "SAML Core §3.2.2.2"

// statusRules are the status codes of SAML. The nested one tells more than the
// top one, so that it comes first.
func statusRules() []rule {
	rules := append([]rule{
		{
			name: "saml_nameid_policy", codes: []string{"invalidnameidpolicy"}, code: signin.CodeCheckFailed, fields: []string{"nameIdFormat"},
			cause:  "The provider does not offer {nameIdFormat} to this service provider.",
			remedy: "Leave the NameID format empty so that the provider chooses, or have it make one in this format. AD FS needs a claim rule and a transform for it.",
		},
		{
			name: "saml_context", codes: []string{"noauthncontext"}, code: signin.CodeCheckFailed,
			cause:  "The request demands a way of signing in that the provider did not use.",
			remedy: "Take RequestedAuthnContext out of the request, or set its comparison to minimum. Patchbay sends none, so that the provider's own rules or the target are where to look.",
		},
		{
			name: "saml_person", codes: []string{"authnfailed", "unknownprincipal"}, code: signin.CodeRefused,
			cause:  "The provider could not sign the person in, or does not know the person.",
			remedy: "Sign in as somebody else, and look the person up in the provider's directory.",
		},
		{
			name: "saml_denied", codes: []string{"requestdenied"}, code: signin.CodeRefused, fields: []string{"signRequests", "callbackUrl"},
			cause:  "The provider refuses the request: a policy forbids it, it wants signed requests, or the assertion consumer service {redirect} is not registered.",
			remedy: "Register {redirect} for {entityId} at the provider. If it wants signed requests, switch them on here and give it the certificate of this configuration.",
		},
		{
			name: "saml_unsupported", codes: []string{"requestunsupported", "unsupportedbinding"}, code: signin.CodeCheckFailed, fields: []string{"ssoBinding"},
			cause:  "The provider does not support the binding or a feature of the request.",
			remedy: "Change the binding of the SSO URL from redirect to post, or back, with the SSO URL that belongs to it in the metadata.",
		},
	}, brokerRules()...)
	for i := range rules {
		rules[i].places = []Place{SAMLStatus, ProviderPage}
		rules[i].source = sourceSAML
	}
	return append(rules, topStatusRules()...)
}

// brokerRules are about sessions, and about providers behind the provider.
func brokerRules() []rule {
	return []rule{
		{
			name: "saml_passive", codes: []string{"nopassive"}, code: signin.CodeRefused,
			cause:  "The request allows no question to the person, and the provider has no session of that person.",
			remedy: "Sign in interactively. Patchbay does not send IsPassive: switch it off in the target.",
		},
		{
			name: "saml_partial_logout", codes: []string{"partiallogout"}, code: signin.CodeCheckFailed,
			cause:  "The person was signed out at some of the services only.",
			remedy: "Nothing is to be done here: close the browser to end the other sessions.",
		},
		{
			name: "saml_broker", codes: []string{"noavailableidp", "nosupportedidp", "proxycountexceeded"}, code: signin.CodeCheckFailed,
			cause:  "The provider passes sign-ins on to another one, and found none that it may use.",
			remedy: "Have the provider's administrator look at the providers behind it.",
		},
		{
			name: "saml_version", codes: []string{"versionmismatch"}, code: signin.CodeCheckFailed, fields: []string{"ssoUrl"},
			cause:  "The provider does not speak SAML 2.0 at this address.",
			remedy: "Use the SSO URL for SAML 2.0 of the provider's metadata.",
		},
	}
}

// topStatusRules are what is left when there is no nested code.
func topStatusRules() []rule {
	places := []Place{SAMLStatus, ProviderPage}
	return []rule{
		{
			name: "saml_requester", codes: []string{"requester"}, places: places,
			code: signin.CodeRefused, source: sourceSAML, fields: []string{"spEntityId", "nameIdFormat", "signRequests"},
			cause:  "The provider finds the fault in the request: the entity ID, the assertion consumer service, the signature or the NameID format.",
			remedy: "Compare {entityId} and {redirect} with what is registered at the provider, and leave the NameID format empty for a try.",
		},
		{
			name: "saml_responder", codes: []string{"responder"}, places: places,
			code: signin.CodeRefused, source: sourceSAML,
			cause:  "The provider finds the fault on its own side: a claim rule, a person who is not assigned, or an error.",
			remedy: "Look the time of the attempt up in the provider's log. Assign the person to the application, and check the rules that make the NameID.",
		},
	}
}
