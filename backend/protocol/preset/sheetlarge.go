package preset

func (w *writer) entra() {
	const app = "Microsoft Entra admin center > App registrations > "
	w.at(app + "New registration")
	w.put("Name", w.s.Name, "")
	w.put("Supported account types", "Accounts in this organizational directory only", "")
	w.at(app + "the application > Authentication > Add a platform > Web")
	w.redirects("Redirect URIs")
	w.at(app + "the application > Certificates & secrets > New client secret")
	w.bring("Value", "Copy it into Client secret here, and its end into the day on which the secret expires. It is shown once; Secret ID is not the secret.")
	w.at(app + "the application > API permissions > Microsoft Graph > Delegated permissions")
	w.put("Permissions", w.scopes(), "Then choose Grant admin consent.")
	w.at(app + "the application > Token configuration > Add optional claim > ID")
	w.put("Claim", "email", "It is there only for people who have an address.")
	w.at(app + "the application > Overview")
	w.bring("Application (client) ID", "Copy it into Client ID here.")
	w.bring("Directory (tenant) ID", "The issuer is https://login.microsoftonline.com/ with this ID and /v2.0 behind it.")
}

func (w *writer) entraSAML() {
	const sso = "Microsoft Entra admin center > Enterprise applications > the application > Single sign-on > "
	w.at(sso + "Basic SAML Configuration")
	w.put("Identifier (Entity ID)", w.s.SPEntityID, "")
	w.redirects("Reply URL (Assertion Consumer Service URL)")
	w.at(sso + "Attributes & Claims")
	w.put("Unique User Identifier (Name ID)", w.s.NameIDFormat, "The format, with a source attribute that everybody has, such as user.userprincipalname.")
	w.at(sso + "SAML Certificates")
	w.put("Signing Option", map[string]string{"assertion": "Sign SAML assertion", "response": "Sign SAML response", "assertion and response": "Sign SAML response and assertion"}[w.wanted()], "")
	w.bring("App Federation Metadata Url", "Copy it into Metadata URL here.")
	w.signing("Verification certificates")
}

func (w *writer) google() {
	w.at("Google Cloud console > APIs & Services > Credentials > Create credentials > OAuth client ID")
	w.put("Application type", "Web application", "")
	w.put("Name", w.s.Name, "")
	w.redirects("Authorized redirect URIs")
	w.bring("Client ID and client secret", "Copy them into the fields of the same names here.")
	w.at("Google Cloud console > Google Auth Platform > Audience")
	w.put("User type", "Internal", "For the people of one organisation; External for everybody, with test users until it is published.")
}

func (w *writer) googleSAML() {
	w.at("Google Admin console > Apps > Web and mobile apps > Add app > Add custom SAML app > Google Identity Provider details")
	w.bring("Download metadata", "Paste the file here as metadata.")
	w.at("Google Admin console > Apps > Web and mobile apps > Add app > Add custom SAML app > Service provider details")
	w.put("ACS URL", w.s.CallbackURL, "It must begin with https://. There is one only: for a test on this computer make a second app.")
	w.put("Entity ID", w.s.SPEntityID, "")
	w.put("Signed response", yes(w.s.WantResponseSigned), "Off signs the assertion.")
	w.put("Name ID format", w.s.NameIDFormat, whenEmpty(w.s.NameIDFormat, "EMAIL"))
	w.put("Name ID", "Basic Information > Primary email", "")
	w.at("Google Admin console > Apps > Web and mobile apps > the app > User access")
	w.put("Service status", "ON", "For the organisational units whose people sign in. It may take some hours.")
}

func (w *writer) okta() {
	w.at("Okta Admin Console > Applications > Create App Integration > OIDC - OpenID Connect > Web Application")
	w.put("App integration name", w.s.Name, "")
	w.put("Grant type", "Authorization Code", "")
	w.redirects("Sign-in redirect URIs")
	w.bring("Client ID and client secret", "Copy them into the fields of the same names here.")
	w.at("Okta Admin Console > Applications > the application > Assignments")
	w.put("Assign", "People or groups", "Nobody else can sign in.")
	w.at("Okta Admin Console > Security > API > Authorization Servers")
	w.bring("Issuer URI", "Copy the one of the server to use into Issuer here; with a custom server add an access policy rule.")
}

func (w *writer) oktaSAML() {
	w.at("Okta Admin Console > Applications > Create App Integration > SAML 2.0 > SAML Settings")
	w.put("Single sign-on URL", w.s.CallbackURL, w.ifMissing("The callback URL of the target is not entered here yet."))
	w.put("Audience URI (SP Entity ID)", w.s.SPEntityID, "")
	w.put("Name ID format", w.s.NameIDFormat, whenEmpty(w.s.NameIDFormat, "EmailAddress or Persistent"))
	if w.test != "" {
		w.put("Show Advanced Settings > Other Requestable SSO URLs", w.test, "With the index 1, for test sign-ins with Patchbay.")
	}
	w.signing("Show Advanced Settings > Signature Certificate")
	w.at("Okta Admin Console > Applications > the application > Sign On")
	w.bring("Metadata URL", "Copy it into Metadata URL here.")
	w.at("Okta Admin Console > Applications > the application > Assignments")
	w.put("Assign", "People or groups", "Nobody else can sign in.")
}

func (w *writer) keycloak() {
	const client = "Keycloak admin console > Clients > "
	w.at(client + "Create client")
	w.put("Client type", "OpenID Connect", "")
	w.put("Client ID", w.s.ClientID, whenEmpty(w.s.ClientID, "Choose one, and enter it here as Client ID."))
	w.put("Client authentication", yes(w.clientType() == "confidential"), "")
	w.put("Authentication flow", "Standard flow", "")
	w.redirects("Valid redirect URIs")
	w.at(client + "the client > Advanced > Advanced settings")
	w.put("Proof Key for Code Exchange Code Challenge Method", w.pkce(), "")
	w.at(client + "the client > Credentials")
	w.bring("Client Secret", "Copy it into Client secret here.")
}

func (w *writer) keycloakSAML() {
	const client = "Keycloak admin console > Clients > "
	w.at(client + "Create client")
	w.put("Client type", "SAML", "")
	w.put("Client ID", w.s.SPEntityID, "It must be equal to the entity ID of the service provider.")
	w.redirects("Valid redirect URIs")
	w.at(client + "the client > Settings")
	w.put("Name ID format", w.s.NameIDFormat, whenEmpty(w.s.NameIDFormat, "email or persistent"))
	w.put("Sign documents", yes(w.s.WantResponseSigned), "")
	w.put("Sign assertions", yes(w.wanted() != "response"), "")
	w.at(client + "the client > Keys")
	w.put("Client signature required", yes(w.s.SignRequests), "")
	w.signing("Import key, Certificate PEM")
	w.at(client + "the client > Advanced > Fine Grain SAML Endpoint Configuration")
	w.put("Assertion Consumer Service POST Binding URL", w.s.CallbackURL, w.ifMissing("The callback URL of the target is not entered here yet."))
	w.at("Keycloak admin console > Realm settings > General > Endpoints")
	w.bring("SAML 2.0 Identity Provider Metadata", "Copy its address into Metadata URL here.")
}

func yes(on bool) string {
	if on {
		return "On"
	}
	return "Off"
}
