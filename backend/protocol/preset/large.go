package preset

import "patchbay/backend/protocol/signin"

// standardScopes are those of OpenID Connect that tell who a person is.
func standardScopes() []string { return []string{"openid", "profile", "email"} }

// largeProviders are the ones most organisations have.
func largeProviders() []Preset {
	return []Preset{entra(), google(), okta(), auth0(), keycloak()}
}

func entra() Preset {
	return Preset{
		ID: "entra", Name: "Microsoft Entra ID", Types: only(signin.OIDC, signin.SAML),
		Questions: []Question{
			{Key: "tenant", Label: "Directory (tenant) ID", Placeholder: "00000000-0000-0000-0000-000000000000", Hint: "Microsoft Entra admin center > Overview"},
			{Key: "app", Label: "Application (client) ID", Placeholder: "00000000-0000-0000-0000-000000000000", Hint: "May stay empty. It makes the metadata hold the application's own signing certificate.", Types: only(signin.SAML), Optional: true},
		},
		Notes: []Note{
			note("Use the tenant's ID, not common or organizations: those let accounts of every organisation in, and their issuer is a template.", signin.OIDC),
			note("The claim email is often absent, and is not verified. preferred_username is there, but can change: identify people by oid and tid.", signin.OIDC),
			note("Beyond 200 groups (150 with SAML) the groups are left out and a link stands in their place: assign groups to the application, or use app roles."),
			note("For a test on this computer, plain http works with the host localhost only; its port does not matter, its path does.", signin.OIDC),
			note("A client secret runs out after two years at most: enter its end, so that it is in the list of what expires.", signin.OIDC),
			guess("A reply URL of the form http://localhost is probably taken for SAML as well.", signin.SAML),
		},
		facts: map[signin.Type]facts{
			signin.OIDC: {issuer: "https://login.microsoftonline.com/{tenant}/v2.0", scopes: standardScopes(), loopbackHost: "localhost"},
			signin.SAML: {
				metadataURL:    "https://login.microsoftonline.com/{tenant}/federationmetadata/2007-06/federationmetadata.xml[?appid={app}]",
				emailAttribute: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", loopbackHost: "localhost",
			},
		},
		signs: []string{"login.microsoftonline.com", "login.microsoftonline.us", "sts.windows.net", "graph.microsoft.com"},
		rules: callbackRules{hosts: []string{"localhost"}, characters: "!$'(),;", caseSensitive: true, https: true},
	}
}

func google() Preset {
	return Preset{
		ID: "google", Name: "Google", Types: only(signin.OIDC, signin.SAML),
		Notes: []Note{
			note("The parameter hd only preselects an account. Whether a person belongs to the organisation is told by the claim hd, which private accounts do not have, even with an address of the organisation's domain.", signin.OIDC),
			note("The issuer in the ID token may lack https://.", signin.OIDC),
			guess("A client of the type Web application is probably compared with its port: choose a fixed loopback port and register it. A client of the type Desktop app takes any port.", signin.OIDC),
			guess("The assertion consumer service must probably be https.", signin.SAML),
			note("The SAML app is switched on for each organisational unit. Download its metadata in the Admin console and paste it here.", signin.SAML),
		},
		facts: map[signin.Type]facts{
			signin.OIDC: {issuer: "https://accounts.google.com", scopes: standardScopes(), loopbackHost: "127.0.0.1"},
			signin.SAML: {loopbackACS: signin.ACSOverHTTPS},
		},
		signs: []string{"accounts.google.com", "oauth2.googleapis.com"},
		rules: callbackRules{exactPort: true, https: true, guessed: true},
	}
}

func okta() Preset {
	return Preset{
		ID: "okta", Name: "Okta", Types: only(signin.OIDC, signin.SAML),
		Questions: []Question{
			{Key: "org", Label: "Okta domain", Placeholder: "acme.okta.com", Hint: "Without -admin", form: host},
			{Key: "server", Label: "Authorization server", Placeholder: "default", Hint: "Empty for the organisation's own one; default or an ID for a custom one. The wrong one is the usual mistake.", Types: only(signin.OIDC), Optional: true},
			{Key: "app", Label: "Application ID", Placeholder: "exk1a2b3c4", Hint: "From the metadata address under Sign On", Types: only(signin.SAML)},
		},
		Notes: []Note{
			note("The person or a group must be assigned to the application, and a custom authorization server needs an access policy rule."),
			note("The redirect URI is compared whole, the port included.", signin.OIDC),
			note("Groups need a claim and a scope of their own.", signin.OIDC),
		},
		facts: map[signin.Type]facts{
			signin.OIDC: {issuer: "https://{org}[/oauth2/{server}]", scopes: standardScopes()},
			signin.SAML: {metadataURL: "https://{org}/app/{app}/sso/saml/metadata"},
		},
		signs: []string{".okta.com", ".oktapreview.com", ".okta-emea.com"},
		rules: callbackRules{exactPort: true},
	}
}

func auth0() Preset {
	return Preset{
		ID: "auth0", Name: "Auth0", Types: only(signin.OIDC, signin.SAML),
		Questions: []Question{
			{Key: "domain", Label: "Auth0 domain", Placeholder: "acme.eu.auth0.com", Hint: "Auth0 Dashboard > Applications > the application > Domain", form: host},
			{Key: "app", Label: "Client ID", Placeholder: "a1B2c3D4", Hint: "Of the application with the SAML2 add-on", Types: only(signin.SAML)},
		},
		Notes: []Note{
			note("The slash at the end is part of the issuer.", signin.OIDC),
			note("With a certificate of the service provider, assertions are encrypted with AES-256-GCM.", signin.SAML),
			guess("The metadata address is probably that of the application's SAML2 add-on.", signin.SAML),
		},
		facts: map[signin.Type]facts{
			signin.OIDC: {issuer: "https://{domain}/", scopes: standardScopes()},
			signin.SAML: {metadataURL: "https://{domain}/samlp/metadata/{app}"},
		},
		signs: []string{".auth0.com"},
		rules: callbackRules{exactPort: true},
	}
}

func keycloak() Preset {
	return Preset{
		ID: "keycloak", Name: "Keycloak", Types: only(signin.OIDC, signin.SAML),
		Questions: []Question{
			{Key: "server", Label: "Keycloak address", Placeholder: "https://keycloak.example.com", Hint: "Before version 17 it ends in /auth", form: baseURL},
			{Key: "realm", Label: "Realm", Placeholder: "acme", Hint: "As in the address, upper and lower case included"},
		},
		Notes: []Note{
			note("The client ID in Keycloak must be equal to the entity ID here, and Client signature required is on by default.", signin.SAML),
			note("Groups and roles need a mapper."),
			note("A wrong option hostname makes Keycloak name another issuer than the address it is asked at.", signin.OIDC),
		},
		facts: map[signin.Type]facts{
			signin.OIDC: {issuer: "https://{server}/realms/{realm}", scopes: standardScopes()},
			signin.SAML: {metadataURL: "https://{server}/realms/{realm}/protocol/saml/descriptor"},
		},
		signs: []string{"/realms/"},
	}
}
