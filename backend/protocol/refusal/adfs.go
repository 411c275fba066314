package refusal

import "patchbay/backend/protocol/signin"

const relyingParty = "AD FS Management > Relying Party Trusts > the trust > "

// adfsRules are the numbers of AD FS, and what it writes into its event log.
func adfsRules() []rule {
	rules := []rule{
		{
			name: "adfs_redirect_uri", numbers: []string{"MSIS9224"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl"},
			cause:  "The redirect URI is probably not registered for {clientId}: {redirect}.",
			remedy: "Add it in PowerShell on the AD FS server: `Set-AdfsServerApplication -TargetIdentifier CLIENT-ID -RedirectUri REDIRECT-URI`, with {redirect} and the ones that are to stay.",
		},
		{
			name: "adfs_client", numbers: []string{"MSIS9223"},
			code: signin.CodeClientRejected, fields: []string{"clientId"},
			cause:  "AD FS probably knows no client with {clientId}.",
			remedy: "Copy the client identifier from AD FS Management > Application Groups > the group > the server application.",
		},
		{
			name: "adfs_acs", numbers: []string{"MSIS3200"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl", "loopbackAcs"},
			cause:  "The relying party trust probably has no endpoint {redirect}. AD FS takes https addresses only.",
			remedy: "Add it under " + relyingParty + "Properties > Endpoints > Add SAML, with the binding POST.",
		},
		{
			name: "adfs_loop", numbers: []string{"MSIS7042"},
			code: signin.CodeCheckFailed, source: "Microsoft, AD FS troubleshooting: loop detection",
			cause:  "The browser came back to AD FS again and again within seconds: the target accepts no sign-in, and begins another each time.",
			remedy: "Close the browser, sign in once in a private window, and read what the target's log says of the answer. A test sign-in here shows it.",
		},
		{
			name: "adfs_signature", numbers: []string{"MSIS0038"},
			code: signin.CodeSignatureInvalid, fields: []string{"spCertificatePem", "signRequests"},
			cause:  "AD FS probably cannot verify the signature of the request: the certificate of the trust is another one.",
			remedy: "Import the certificate of this configuration under " + relyingParty + "Properties > Signature.",
		},
	}
	return append(guessed(append(rules, adfsClientRules()...)), rule{
		name: "adfs_nameid", numbers: []string{"MSIS7070"},
		code: signin.CodeCheckFailed, source: "issue justinbleach/saml-client#39", fields: []string{"nameIdFormat"},
		cause:  "AD FS issues no NameID in the format of the request, {nameIdFormat}: no claim rule makes one.",
		remedy: "Leave the NameID format empty, or add two rules under " + relyingParty + "Edit Claim Issuance Policy: one that sends the e-mail address, one that transforms it into Name ID with the format Email.",
	}, rule{
		name: "adfs_algorithm", texts: []string{"saml request is not signed with expected signature algorithm"},
		code: signin.CodeSignatureInvalid, source: "user guide of mod_auth_mellon", fields: []string{"signRequests"},
		cause:  "AD FS expects another hash in the signature of the request than the one it has.",
		remedy: "Choose SHA-256 under " + relyingParty + "Properties > Advanced > Secure hash algorithm: Patchbay signs with RSA and SHA-256.",
	}, rule{
		name: "adfs", series: "MSIS",
		code: signin.CodeCheckFailed, source: sourceCommon, unverified: true,
		cause:  "The number is probably one of AD FS, and it is not in Patchbay's table.",
		remedy: "Look the activity ID up in the event log of the AD FS server: Applications and Services Logs > AD FS > Admin.",
	})
}

// adfsClientRules are numbers that threads quote.
func adfsClientRules() []rule {
	return []rule{
		{
			name: "adfs_secret", numbers: []string{"MSIS9622"},
			code: signin.CodeClientRejected, source: "issue AzureAD/microsoft-authentication-library-for-js#6915", fields: []string{"clientSecret", "clientAuth"},
			cause:  "AD FS does not accept {clientId} with this secret, or the client is to have one and sent none.",
			remedy: "Reset the shared secret under AD FS Management > Application Groups > the group > the server application > Credentials, and copy it here.",
		},
		{
			name: "adfs_code", numbers: []string{"MSIS9247"},
			code: signin.CodeCheckFailed, source: "issue snok/django-auth-adfs#1", fields: []string{"callbackUrl"},
			cause:  "AD FS does not take the code: it was used before, or has run out.",
			remedy: "Begin a new attempt, and do not reload the page that the browser comes back to.",
		},
		{
			name: "adfs_permission", numbers: []string{"MSIS9321"},
			code: signin.CodeClientRejected, source: "issue snok/django-auth-adfs#31", fields: []string{"clientId", "scopes"},
			cause:  "AD FS knows {clientId}, but has not permitted it to use the web API that it asks for.",
			remedy: "Permit it under AD FS Management > Application Groups > the group > the web API > Client Permissions, with {scopes}.",
		},
		{
			name: "adfs_resource", numbers: []string{"MSIS9602"},
			code: signin.CodeCheckFailed, source: "issue snok/django-auth-adfs#13",
			cause:  "AD FS knows no web API by the resource that the request names.",
			remedy: "Make the resource equal to Relying party identifiers under AD FS Management > Application Groups > the group > the web API, or leave it out.",
		},
		{
			name: "adfs_unsigned", numbers: []string{"MSIS1016"},
			code: signin.CodeNotSigned, source: "issue SAML-Toolkits/python-saml#180", fields: []string{"signRequests"},
			cause:  "The relying party trust demands signed requests, and this one is not signed.",
			remedy: "Switch signed requests on here, or switch the demand off in PowerShell: `Set-AdfsRelyingPartyTrust -TargetName NAME -SignedSamlRequestsRequired $false`.",
		},
		{
			name: "adfs_context", numbers: []string{"MSIS7102"},
			code: signin.CodeCheckFailed, source: "issue RocketChat/Rocket.Chat#2770",
			cause:  "The request demands a way of signing in that AD FS does not offer.",
			remedy: "Take RequestedAuthnContext out of the request. Patchbay sends none: switch it off in the target system.",
		},
	}
}
