package main

// playbill tells the tests who stands where.
type playbill struct {
	Missing string `json:"missing,omitempty"` // why there is no stage here
	// CAFile holds the authority of every server but the private one, for the
	// environment variable SSL_CERT_FILE.
	CAFile   string     `json:"caFile"`
	Resolver string     `json:"resolver"` // IP address and port
	Proxy    string     `json:"proxy"`    // host:port, by CONNECT
	Asked    string     `json:"asked"`    // URL of what was asked of whom so far
	Mail     mailBill   `json:"mail"`
	OAuth2   oauth2Bill `json:"oauth2"`
}

// mailBill tells of the mail server, which has one user.
type mailBill struct {
	Host string `json:"host"`
	// OtherHost is a name of the same server that its certificate lacks, with a
	// certificate of an authority that nobody knows at PrivatePort.
	OtherHost   string `json:"otherHost"`
	StartTLS    int    `json:"starttls"`
	ImplicitTLS int    `json:"implicitTls"`
	// OddPort speaks TLS from the first byte, and is no usual port.
	OddPort     int `json:"oddPort"`
	PrivatePort int `json:"privatePort"` // STARTTLS
	// Dead is a port on which nobody listens.
	Dead     int    `json:"dead"`
	User     string `json:"user"`
	Password string `json:"password"`
	Owned    string `json:"owned"`  // an address that the user may send from as well
	Denied   string `json:"denied"` // one that belongs to somebody else
	Selector string `json:"selector"`
}

// oauth2Bill tells of the OpenID provider, at which the mail server's user may
// sign in under any password.
type oauth2Bill struct {
	TokenURL     string `json:"tokenUrl"`
	AuthURL      string `json:"authUrl"`
	DeviceURL    string `json:"deviceUrl"`
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	Scope        string `json:"scope"`
}
