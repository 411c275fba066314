package refusal

import "patchbay/backend/protocol/signin"

const singleSignOn = "Microsoft Entra admin center > Enterprise applications > the application > Single sign-on > "

// entraSAMLRules are about SAML requests.
func entraSAMLRules() []rule {
	return []rule{
		entra("entra_saml_request", signin.CodeCheckFailed,
			"Entra ID finds the SAML request badly made.",
			"Choose the NameID format unspecified or leave it empty, switch off what the request asks for beyond that, and compare the SSO URL with Login URL under "+singleSignOn+"Set up.",
			[]string{"nameIdFormat", "ssoUrl"}, "75005"),
		entra("entra_saml_missing", signin.CodeCheckFailed,
			"The request reached Entra ID without its SAMLRequest.",
			"Choose the binding redirect, and use the SSO URL of the provider's metadata: something on the way dropped the query.",
			[]string{"ssoBinding", "ssoUrl"}, "750054"),
		entra("entra_saml_destination", signin.CodeCheckFailed,
			"The SAML request names another destination than the address at which it arrived.",
			"Use the SSO URL of the provider's metadata, letter by letter.",
			[]string{"ssoUrl"}, "75008"),
		entra("entra_saml_context", signin.CodeCheckFailed,
			"The request asks for one way of signing in, such as a password, and the person's session was begun in another.",
			"Leave RequestedAuthnContext out of the request. Patchbay sends none: switch it off in the target system.",
			nil, "75011"),
		entra("entra_saml_nameid", signin.CodeCheckFailed,
			"Entra ID does not offer {nameIdFormat}.",
			"Leave the NameID format empty so that the provider chooses, or choose emailAddress, persistent, unspecified or transient.",
			[]string{"nameIdFormat"}, "75016"),
		entra("entra_saml_binding", signin.CodeCheckFailed,
			"The request asks for the answer by a binding that Entra ID does not use: it answers by POST only.",
			"Ask for the answer by HTTP-POST. Patchbay does: change it in the target system.",
			nil, "75003"),
		entra("entra_saml_sign", signin.CodeNotSigned,
			"The application is set to take signed requests only, and this one is not signed, or with another key.",
			"Switch on signed requests and upload the certificate of this configuration under "+singleSignOn+"SAML Certificates > Verification certificates, or switch the demand off there.",
			[]string{"signRequests", "spCertificatePem"}, "76021"),
		entra("entra_saml_old", signin.CodeAssertionExpired,
			"The request had run out when it arrived: the clock of this computer differs from Microsoft's, or the sign-in page was left open.",
			"Set the clock of this computer by a time server, and begin a new attempt.",
			nil, "76026"),
		entra("entra_saml_id", signin.CodeCheckFailed,
			"The ID of the request begins with a digit, which an XML ID must not do.",
			"Update the target system's SAML library. Patchbay's IDs begin with an underscore.",
			nil, "7500529"),
		entra("entra_nameid_source", signin.CodeCheckFailed,
			"The attribute that the NameID is made of is empty for this person, or the claim has no source.",
			"Choose an attribute that everybody has under "+singleSignOn+"Attributes & Claims > Unique User Identifier, such as user.userprincipalname, or fill it in for this person.",
			[]string{"nameIdFormat"}, "501241"),
		entra("entra_signing_key", signin.CodeCheckFailed,
			"The application needs a signing key of its own, and it is missing or has run out.",
			"Make a new certificate active under "+singleSignOn+"SAML Certificates, then read the metadata again. For OpenID Connect see the custom signing key of the claims mapping policy.",
			[]string{"metadataUrl", "signingCertificates"}, "50146", "50003"),
	}
}
