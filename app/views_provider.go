package app

// Provider is a mail provider that Patchbay knows.
type Provider struct {
	ID            string            `json:"id"`
	Name          string            `json:"name"`
	Domains       []string          `json:"domains"`
	SMTP          []ProviderServer  `json:"smtp"` // best first
	IMAP          []ProviderServer  `json:"imap"`
	SignIn        []string          `json:"signIn"`        // what works today, best first: "oauth2", "app_password", ...
	PasswordLabel string            `json:"passwordLabel"` // how the provider calls it
	Advice        string            `json:"advice"`
	FromRule      string            `json:"fromRule"`
	AfterData     string            `json:"afterData"` // about one that decides on From only after DATA
	OAuth2        *ProviderOAuth2   `json:"oauth2"`
	Warnings      []ProviderWarning `json:"warnings"` // those of today
	Regions       []ProviderRegion  `json:"regions"`
	Links         []Link            `json:"links"`
	Source        string            `json:"source"`
	Verified      string            `json:"verified"` // the day, 2006-01-02
	Unverified    bool              `json:"unverified"`
	Note          string            `json:"note"`
}

// ProviderServer is one way to reach a provider. User is "address",
// "local_part", "fixed" (then FixedUser) or "other".
type ProviderServer struct {
	Host       string `json:"host"`
	Port       int    `json:"port"`
	Security   string `json:"security"`
	User       string `json:"user"`
	FixedUser  string `json:"fixedUser"`
	UserHint   string `json:"userHint"` // with "other": which name to enter
	Unverified bool   `json:"unverified"`
}

// ProviderOAuth2 names a provider's endpoints and scopes. Endpoints that hold
// {tenant} need the organisation's ID or domain.
type ProviderOAuth2 struct {
	AuthURL     string `json:"authUrl"`
	TokenURL    string `json:"tokenUrl"`
	DeviceURL   string `json:"deviceUrl"`
	ScopeSMTP   string `json:"scopeSmtp"` // for a person
	ScopeIMAP   string `json:"scopeImap"`
	AppScope    string `json:"appScope"` // for the application itself; empty where that is impossible
	NeedsTenant bool   `json:"needsTenant"`
	Unverified  bool   `json:"unverified"`
}

// ProviderWarning is dated: From and Until are days, empty when open.
type ProviderWarning struct {
	From   string `json:"from"`
	Until  string `json:"until"`
	Text   string `json:"text"`
	Source string `json:"source"`
	// Protocol is "smtp" or "imap" where it concerns one of them only.
	Protocol string `json:"protocol"`
}

// ProviderRegion is a region with hosts of its own.
type ProviderRegion struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	SMTPHost string `json:"smtpHost"`
	IMAPHost string `json:"imapHost"`
}

// Link is a page of somebody else.
type Link struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// DiscoveryRequest asks for the servers of an address. ThirdParty also asks
// Thunderbird's public directory, which then learns the domain.
type DiscoveryRequest struct {
	RunID      string `json:"runId"`
	Address    string `json:"address"`
	ThirdParty bool   `json:"thirdParty"`
}

// Discovery is what is known of an address: candidates ranked encrypted
// first, and what was asked.
type Discovery struct {
	Address    string             `json:"address"`
	Domain     string             `json:"domain"`
	Candidates []ServerCandidate  `json:"candidates"`
	Attempts   []DiscoveryAttempt `json:"attempts"`
}

// ServerCandidate is a server that was found. Source is "built-in",
// "autoconfig", "ispdb", "srv" or "mx"; Where names the record or page. One
// that needs a confirmation says why.
type ServerCandidate struct {
	Protocol          string   `json:"protocol"` // "smtp" or "imap"
	Host              string   `json:"host"`
	Port              int      `json:"port"`
	Security          string   `json:"security"`
	User              string   `json:"user"`
	SignIn            []string `json:"signIn"`
	Source            string   `json:"source"`
	Where             string   `json:"where"`
	Provider          string   `json:"provider"`
	NeedsConfirmation bool     `json:"needsConfirmation"`
	Why               string   `json:"why"`
	Unverified        bool     `json:"unverified"`
}

// DiscoveryAttempt is one place that was asked.
type DiscoveryAttempt struct {
	Source     string `json:"source"`
	Where      string `json:"where"`
	Outcome    string `json:"outcome"`
	DurationMs int    `json:"durationMs"`
}
