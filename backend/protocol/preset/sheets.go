package preset

import "patchbay/backend/protocol/signin"

// provider writes the sheet of one that is known.
func (w *writer) provider() {
	w.unsure = w.p.ID != "entra"
	saml := w.s.Type == signin.SAML
	switch {
	case w.p.ID == "entra" && saml:
		w.entraSAML()
	case w.p.ID == "entra":
		w.entra()
	case w.p.ID == "google" && saml:
		w.googleSAML()
	case w.p.ID == "google":
		w.google()
	case w.p.ID == "okta" && saml:
		w.oktaSAML()
	case w.p.ID == "okta":
		w.okta()
	case w.p.ID == "keycloak" && saml:
		w.keycloakSAML()
	case w.p.ID == "keycloak":
		w.keycloak()
	case w.p.ID == "adfs" && saml:
		w.adfsSAML()
	case w.p.ID == "adfs":
		w.adfs()
	case w.p.ID == "github", w.p.ID == "github-enterprise":
		w.gitHub()
	case w.p.ID == "gitlab":
		w.gitLab()
	default:
		w.generic()
	}
}

// generic has no screens to name.
func (w *writer) generic() {
	w.unsure = false
	if w.s.Type == signin.SAML {
		w.at("Service provider")
		w.put("Entity ID, also called Audience or Identifier", w.s.SPEntityID, "")
		w.redirects("Assertion consumer service (ACS) URL, binding HTTP-POST")
		w.put("NameID format", w.s.NameIDFormat, whenEmpty(w.s.NameIDFormat, "Whichever the provider prefers; persistent or emailAddress are best."))
		w.signing("Certificate that requests are signed with")
		w.put("What is signed", w.wanted(), "")
		w.at("Bring back")
		w.bring("Metadata", "Copy its address into Metadata URL here, or paste its text.")
		return
	}
	w.at("Client")
	w.put("Client type", w.clientType(), "")
	w.put("Grant", "authorization_code", "Also called standard flow, or response type code.")
	w.redirects("Redirect URI, also called callback URL")
	w.put("Token endpoint authentication method", string(w.s.ClientAuth), whenEmpty(string(w.s.ClientAuth), "client_secret_basic, unless the provider prefers another."))
	w.put("PKCE", w.pkce(), "")
	w.put("Scopes", w.scopes(), whenEmpty(w.scopes(), "Those that the user-info address wants."))
	w.at("Bring back")
	w.bring("Client ID and client secret", "Copy them into the fields of the same names here.")
}

func whenEmpty(value, note string) string {
	if value == "" {
		return note
	}
	return ""
}

func (w *writer) clientType() string {
	if w.s.ClientAuth == signin.ClientNone {
		return "public"
	}
	return "confidential"
}

func (w *writer) pkce() string {
	if w.s.PKCE != nil && !*w.s.PKCE {
		return "off"
	}
	return "S256"
}

// signing adds the certificate of the service provider where requests are signed.
func (w *writer) signing(label string) {
	if w.s.SignRequests {
		w.put(label, w.s.SPCertificatePEM, whenEmpty(w.s.SPCertificatePEM, "It is made when the provider is saved, and is in the metadata of the service provider."))
	}
}

func (w *writer) wanted() string {
	assertion := w.s.WantAssertionsSigned == nil || *w.s.WantAssertionsSigned
	switch {
	case assertion && w.s.WantResponseSigned:
		return "assertion and response"
	case w.s.WantResponseSigned:
		return "response"
	}
	return "assertion"
}

func (w *writer) gitHub() {
	w.at("GitHub > Settings > Developer settings > OAuth Apps > New OAuth App")
	w.put("Application name", w.s.Name, "")
	w.put("Homepage URL", w.home(), "")
	w.put("Authorization callback URL", w.s.CallbackURL, w.ifMissing("The callback URL of the target is not entered here yet."))
	if test := w.testURL(); test != "" {
		w.put("Authorization callback URL of a second app", test, "For test sign-ins with Patchbay, where the app takes one callback URL only. The port need not be equal.")
	}
	w.bring("Client ID", "Copy it into Client ID here.")
	w.bring("Client secrets > Generate a new client secret", "Copy it into Client secret here: it is shown once.")
}

func (w *writer) gitLab() {
	w.at("GitLab > Admin area, group or user settings > Applications > Add new application")
	w.put("Name", w.s.Name, "")
	w.redirects("Redirect URI, one on each line")
	w.put("Confidential", "yes", "")
	w.put("Scopes", w.scopes(), "Tick each of them.")
	w.bring("Application ID and Secret", "Copy them into Client ID and Client secret here.")
}
