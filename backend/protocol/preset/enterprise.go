package preset

import "patchbay/backend/protocol/signin"

const mailOID = "urn:oid:0.9.2342.19200300.100.1.3" // mail (RFC 4524 §2.16)

// enterpriseProviders are those that organisations run or rent for their staff.
func enterpriseProviders() []Preset {
	return []Preset{adfs(), shibboleth(), oneLogin(), pingFederate(), pingOne(), jumpCloud(), oracle()}
}

func adfs() Preset {
	return Preset{
		ID: "adfs", Name: "AD FS", Types: only(signin.SAML, signin.OIDC),
		Questions: []Question{{Key: "host", Label: "AD FS host name", Placeholder: "fs.example.com", Hint: "The federation service name", form: host}},
		Notes: []Note{
			note("The assertion consumer service must be https, for the test as well.", signin.SAML),
			note("The provider's entity ID begins with http://, though all its addresses are https.", signin.SAML),
			note("A NameID needs a claim rule and a transform; without them the answer is InvalidNameIDPolicy.", signin.SAML),
			note("Only the assertion is signed unless the trust says -SamlResponseSignature MessageAndAssertion.", signin.SAML),
			note("No e-mail address is in the ID token until a claim rule issues it.", signin.OIDC),
			note("The certificate often comes from an authority of the organisation: give its certificate to this configuration."),
		},
		facts: map[signin.Type]facts{
			signin.SAML: {
				metadataURL: "https://{host}/FederationMetadata/2007-06/FederationMetadata.xml", loopbackACS: signin.ACSOverHTTPS,
				emailAttribute: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
			},
			signin.OIDC: {issuer: "https://{host}/adfs", scopes: []string{"openid", "allatclaims"}},
		},
		signs: []string{"/adfs", "/federationmetadata/2007-06/"},
		rules: callbackRules{acsHTTPS: true},
	}
}

func shibboleth() Preset {
	return Preset{
		ID: "shibboleth", Name: "Shibboleth", Types: only(signin.SAML),
		Questions: []Question{{Key: "host", Label: "Host name of the identity provider", Placeholder: "idp.example.edu", form: host}},
		Notes: []Note{
			note("The provider needs the metadata file of this service provider, and releases no attribute until a filter says so."),
			guess("From version 4 on it probably encrypts with AES-GCM when the metadata holds a key for that."),
		},
		facts: map[signin.Type]facts{signin.SAML: {metadataURL: "https://{host}/idp/shibboleth", emailAttribute: mailOID}},
		signs: []string{"/idp/shibboleth", "/idp/profile/saml2"},
	}
}

func oneLogin() Preset {
	return Preset{
		ID: "onelogin", Name: "OneLogin", Types: only(signin.OIDC, signin.SAML),
		Questions: []Question{
			{Key: "org", Label: "OneLogin host name", Placeholder: "acme.onelogin.com", Types: only(signin.OIDC), form: host},
			{Key: "app", Label: "Application's metadata ID", Placeholder: "1a2b3c4d", Hint: "From the Issuer URL under SSO", Types: only(signin.SAML)},
		},
		Notes: []Note{
			note("ACS (Consumer) URL Validator is a regular expression: dots in it need a backslash.", signin.SAML),
			guess("The metadata address is probably that of the Issuer URL.", signin.SAML),
		},
		facts: map[signin.Type]facts{
			signin.OIDC: {issuer: "https://{org}/oidc/2", scopes: append(standardScopes(), "groups")},
			signin.SAML: {metadataURL: "https://app.onelogin.com/saml/metadata/{app}"},
		},
		signs: []string{".onelogin.com"},
	}
}

func pingFederate() Preset {
	return Preset{
		ID: "pingfederate", Name: "PingFederate", Types: only(signin.OIDC, signin.SAML),
		Questions: []Question{
			{Key: "host", Label: "PingFederate host name", Placeholder: "sso.example.com:9031", Hint: "With the port, often 9031", form: host},
			{Key: "partner", Label: "Partner's entity ID", Placeholder: "urn:example:desk", Hint: "The entity ID of this service provider, without slashes", Types: only(signin.SAML)},
		},
		Notes: []Note{
			note("What the ID token holds is decided by the attribute contract.", signin.OIDC),
			note("PKCE may be enforced for a client.", signin.OIDC),
		},
		facts: map[signin.Type]facts{
			signin.OIDC: {issuer: "https://{host}", scopes: standardScopes()},
			signin.SAML: {metadataURL: "https://{host}/pf/federation_metadata.ping?PartnerSpId={partner}"},
		},
		signs: []string{":9031", "/pf/federation_metadata"},
	}
}

func pingOne() Preset {
	return Preset{
		ID: "pingone", Name: "PingOne", Types: only(signin.OIDC),
		Questions: []Question{
			{Key: "host", Label: "PingOne host name", Placeholder: "auth.pingone.eu", Hint: "It tells the region", form: host},
			{Key: "environment", Label: "Environment ID", Placeholder: "00000000-0000-0000-0000-000000000000"},
		},
		Notes: []Note{guess("The issuer probably ends in /as.")},
		facts: map[signin.Type]facts{signin.OIDC: {issuer: "https://{host}/{environment}/as", scopes: standardScopes()}},
		signs: []string{"auth.pingone."},
	}
}

func jumpCloud() Preset {
	return Preset{
		ID: "jumpcloud", Name: "JumpCloud", Types: only(signin.OIDC, signin.SAML),
		Notes: []Note{
			guess("The issuer is probably the same for all organisations.", signin.OIDC),
			note("Download the metadata of the application and paste it here.", signin.SAML),
		},
		facts: map[signin.Type]facts{signin.OIDC: {issuer: "https://oauth.id.jumpcloud.com/", scopes: standardScopes()}, signin.SAML: {}},
		signs: []string{".jumpcloud.com"},
	}
}

func oracle() Preset {
	return Preset{
		ID: "oracle", Name: "Oracle Identity Cloud", Types: only(signin.OIDC),
		Questions: []Question{{Key: "host", Label: "Host name of the identity domain", Placeholder: "idcs-1a2b3c.identity.oraclecloud.com", form: host}},
		Notes:     []Note{note("The provider names another issuer than the address it is asked at: enter the issuer as its description spells it, and check whether the target can be told both.")},
		facts:     map[signin.Type]facts{signin.OIDC: {issuer: "https://{host}", scopes: standardScopes()}},
		signs:     []string{".identity.oraclecloud.com"},
	}
}
