package preset

import "patchbay/backend/protocol/signin"

// openSourceProviders are those that people run themselves.
func openSourceProviders() []Preset {
	return []Preset{
		{
			ID: "authentik", Name: "authentik", Types: only(signin.OIDC, signin.SAML),
			Questions: []Question{
				{Key: "host", Label: "Host name of the server", Placeholder: "auth.example.com", form: host},
				{Key: "slug", Label: "Application's slug", Placeholder: "desk"},
			},
			Notes: []Note{
				note("Each application has an issuer of its own, and the slash at its end is part of it.", signin.OIDC),
				guess("The metadata address is probably that of the application's SAML provider.", signin.SAML),
			},
			facts: map[signin.Type]facts{
				signin.OIDC: {issuer: "https://{host}/application/o/{slug}/", scopes: standardScopes()},
				signin.SAML: {metadataURL: "https://{host}/application/saml/{slug}/metadata/"},
			},
			signs: []string{"/application/o/", "/application/saml/"},
		},
		{
			ID: "zitadel", Name: "ZITADEL", Types: only(signin.OIDC),
			Questions: []Question{{Key: "host", Label: "Host name of the instance", Placeholder: "acme-1a2b3c.zitadel.cloud", form: host}},
			Notes:     []Note{guess("The issuer is probably the address of the instance, without a slash.")},
			facts:     map[signin.Type]facts{signin.OIDC: {issuer: "https://{host}", scopes: standardScopes()}},
			signs:     []string{".zitadel.cloud"},
		},
		{
			ID: "authelia", Name: "Authelia", Types: only(signin.OIDC),
			Questions: []Question{{Key: "host", Label: "Host name of the server", Placeholder: "auth.example.com", form: host}},
			Notes:     []Note{note("The client authentication must be the one that the client is registered with: token_endpoint_auth_method.")},
			facts:     map[signin.Type]facts{signin.OIDC: {issuer: "https://{host}", scopes: standardScopes()}},
		},
	}
}

// cloudProviders are services for the people of one's own application.
func cloudProviders() []Preset {
	return []Preset{{
		ID: "cognito", Name: "Amazon Cognito", Types: only(signin.OIDC),
		Questions: []Question{
			{Key: "region", Label: "Region", Placeholder: "eu-central-1", form: label},
			{Key: "pool", Label: "User pool ID", Placeholder: "eu-central-1_a1B2c3D4e"},
		},
		Notes: []Note{note("email_verified is a text, and no truth value.")},
		facts: map[signin.Type]facts{signin.OIDC: {issuer: "https://cognito-idp.{region}.amazonaws.com/{pool}", scopes: standardScopes()}},
		signs: []string{"cognito-idp."},
	}}
}
