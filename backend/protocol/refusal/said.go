package refusal

import "patchbay/backend/protocol/signin"

// Place is where a provider said something.
type Place string

// The closed set of places.
const (
	Authorization Place = "authorization" // in the callback (RFC 6749 §4.1.2.1)
	TokenEndpoint Place = "token"         // RFC 6749 §5.2
	UserInfo      Place = "userinfo"      // RFC 6750 §3.1
	Discovery     Place = "discovery"
	SAMLStatus    Place = "saml_status" // SAML Core §3.2.2
	ProviderPage  Place = "page"        // in the browser, which was not sent back
)

// Said is what a provider said. What is not known stays empty.
type Said struct {
	Place  Place
	Type   signin.Type // "" is that of the settings
	Preset string      // ID of a provider; "" is found out from the settings
	// Code is that of OAuth ("invalid_client"), or a status code of SAML, as a
	// URN or as its last part; Second is the nested status code.
	Code, Second string
	// Description are the provider's words: error_description, or the
	// StatusMessage.
	Description string
	URI         string // error_uri
	HTTPStatus  int    // 0 when there is none
	// Body is the answer itself. Where Code is empty, it is read for one.
	Body string
}
