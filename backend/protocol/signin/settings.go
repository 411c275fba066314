package signin

// Type is the protocol that a provider speaks.
type Type string

// The closed set of types.
const (
	OIDC   Type = "oidc"   // OpenID Connect Core 1.0
	OAuth2 Type = "oauth2" // RFC 6749 with a user-info call
	SAML   Type = "saml"   // SAML 2.0 Web Browser SSO
)

// ClientAuth is how a client proves who it is at the token endpoint (OpenID
// Connect Core §9).
type ClientAuth string

// The closed set of methods.
const (
	ClientSecretBasic ClientAuth = "client_secret_basic"
	ClientSecretPost  ClientAuth = "client_secret_post"
	ClientNone        ClientAuth = "none" // a public client
)

// Binding is how a SAML message is sent through the browser (SAML Bindings
// §3.4, §3.5).
type Binding string

// The closed set of bindings.
const (
	Redirect Binding = "redirect"
	Post     Binding = "post"
)

// ACSScheme is that of the assertion consumer service on this machine.
type ACSScheme string

// The closed set: some providers take no http.
const (
	ACSOverHTTP  ACSScheme = "http"
	ACSOverHTTPS ACSScheme = "https"
)

// Settings is the identity provider document without its secrets. All text may
// hold %name% placeholders.
type Settings struct {
	Name              string
	Type              Type
	Enabled           *bool
	Preset            string // ID of a preset, or ""
	SignInMessage     string // the text of the sign-in button
	AllowedDomains    []string
	CallbackURL       string // of the target system: redirect URI, or ACS
	SelfServiceSignUp bool
	AuthURL           string // authorization endpoint, or SSO URL; "" is discovered
	CAPEM             string
	LoopbackHost      string // 127.0.0.1, localhost or [::1]
	LoopbackPort      uint16 // 0 is a free one
	TimeoutSeconds    int    // of each request

	// OpenID Connect and OAuth 2.0.
	Issuer              string
	ClientID            string
	ClientSecretExpires string // a day, 2006-01-02
	Scopes              []string
	ClientAuth          ClientAuth
	PKCE                *bool  // nil is true
	Prompt              string // OpenID Connect Core §3.1.2.1: "", "login", "select_account", "consent"
	EmailClaim          string // "" is email
	GroupsClaim         string // "" is groups
	TokenURL            string
	UserInfoURL         string
	EmailPath           string // dotted
	IDPath              string // dotted
	EmailsURL           string // a second call that lists addresses

	// SAML 2.0. SSOURL and AuthURL are two names of one thing: [Settings.WithDefaults]
	// fills in the one from the other.
	MetadataURL          string
	MetadataXML          string
	IDPEntityID          string
	SSOURL               string
	SSOBinding           Binding
	SigningCertificates  []string // PEM, or base64 of DER
	SPEntityID           string
	NameIDFormat         string // "" sends no NameIDPolicy
	SignRequests         bool
	WantAssertionsSigned *bool // nil is true
	WantResponseSigned   bool
	EmailAttribute       string
	GroupsAttribute      string
	ForceAuthn           bool
	LoopbackACS          ACSScheme
	AllowUnsolicited     bool   // take an answer that nobody asked for
	SPCertificatePEM     string // of the service provider; its key is a secret
	SPNextCertificatePEM string // during a rollover
}
