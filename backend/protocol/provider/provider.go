package provider

// Provider is what is known of one mail provider, or of one of its products
// where these have servers of their own.
type Provider struct {
	ID   string // stable, in lower case: "gmail"
	Name string // "Gmail and Google Workspace"
	// Domains are the domains of addresses that are certain to be kept here.
	Domains []string
	// MX are host names; a domain whose MX record names one of them, or a host
	// below it, is kept here although it has a name of its own.
	MX []string
	// SMTP and IMAP are the servers, the best first. IMAP is empty where there
	// is none; both are empty where no reliable source was found.
	SMTP, IMAP []Server
	// SignIn are the ways that work today, the best first; IMAPSignIn those
	// that work with IMAP, where they differ.
	SignIn, IMAPSignIn []Method
	// PasswordLabel is what the provider calls the password: "App password",
	// "Authorization code", "API key".
	PasswordLabel string
	// Advice says in plain sentences what to do at the provider before signing
	// in can work.
	Advice   string
	OAuth2   *OAuth2 // nil where no endpoints are known
	Warnings []Warning
	// FromRule is what the provider demands of the From address, "" when
	// nothing is known.
	FromRule string
	// DecidesAfterData: MAIL and RCPT accept a From address that is refused or
	// replaced later; AfterData is the sentence that says so.
	DecidesAfterData bool
	AfterData        string
	// Regions are the data centres that have hosts of their own. SMTP and IMAP
	// hold the hosts of Region; InRegion exchanges them.
	Region  string
	Regions []Region
	Links   []Link
	// Source says where the data is from, Verified on which day it was last
	// compared with that: 2006-01-02.
	Source, Verified string
	// Unverified: something here could not be confirmed; Note says what.
	Unverified bool
	Note       string
}

// Security is how a server protects the connection, in the words of the
// configuration document.
type Security string

// The closed set of securities.
const (
	ImplicitTLS Security = "implicit-tls" // TLS from the first byte (RFC 8314)
	STARTTLS    Security = "starttls"
	NoSecurity  Security = "none"
)

// Server is one way to reach a provider.
type Server struct {
	Host     string
	Port     uint16
	Security Security
	User     UserForm
	// FixedUser is the user name with UserFixed; UserHint says which name to
	// enter with UserOther.
	FixedUser, UserHint string
	Unverified          bool
}

// UserForm says what a server takes for a user name.
type UserForm string

// The closed set of user names.
const (
	UserAddress   UserForm = "address"    // the whole e-mail address
	UserLocalPart UserForm = "local_part" // what stands before the @
	UserFixed     UserForm = "fixed"      // the same word for everyone
	UserOther     UserForm = "other"      // a name that the provider hands out
)

// Method is a way to sign in, in the provider's own terms. All but MethodOAuth2
// and MethodNone are passwords to the protocol.
type Method string

// The closed set of methods.
const (
	MethodOAuth2            Method = "oauth2"
	MethodAppPassword       Method = "app_password"       // made for one program
	MethodPassword          Method = "password"           // the account's own
	MethodAuthorizationCode Method = "authorization_code" // a password for programs, made in the web mail
	MethodAPIKey            Method = "api_key"
	MethodToken             Method = "token"
	MethodNone              Method = "none" // the network or its address is what is trusted
)

// Region is a data centre with hosts of its own. An empty host stays as it is.
type Region struct {
	ID, Name           string
	SMTPHost, IMAPHost string
	Domains, MX        []string // as those of a Provider
	Unverified         bool
}

// Link is a page of the provider.
type Link struct {
	Label, URL string
}
