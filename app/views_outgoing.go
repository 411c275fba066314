package app

// OAuth2Draft is how a mail token is obtained, in a draft. Grant is
// "client_credentials" or "refresh_token"; empty follows the other fields.
type OAuth2Draft struct {
	Grant               string      `json:"grant"`
	TokenURL            string      `json:"tokenUrl"`
	AuthURL             string      `json:"authUrl"`
	DeviceURL           string      `json:"deviceUrl"`
	ClientID            string      `json:"clientId"`
	ClientAuth          string      `json:"clientAuth"` // "", "client_secret_basic", "client_secret_post", "none"
	ClientSecret        SecretInput `json:"clientSecret"`
	ClientSecretExpires string      `json:"clientSecretExpires"` // a day, 2006-01-02
	Scope               string      `json:"scope"`
	RefreshToken        SecretInput `json:"refreshToken"`
}

// StoredOAuth2 is the same as stored.
type StoredOAuth2 struct {
	Grant               string     `json:"grant"`
	TokenURL            string     `json:"tokenUrl"`
	AuthURL             string     `json:"authUrl"`
	DeviceURL           string     `json:"deviceUrl"`
	ClientID            string     `json:"clientId"`
	ClientAuth          string     `json:"clientAuth"`
	ClientSecret        SecretView `json:"clientSecret"`
	ClientSecretExpires string     `json:"clientSecretExpires"`
	Scope               string     `json:"scope"`
	RefreshToken        SecretView `json:"refreshToken"`
}

// Advice is what Patchbay knows of a draft's provider without asking anyone.
type Advice struct {
	ProviderID    string            `json:"providerId"` // of the host; empty when unknown
	Provider      string            `json:"provider"`   // its name
	PasswordLabel string            `json:"passwordLabel"`
	FromRule      string            `json:"fromRule"`
	Warnings      []ProviderWarning `json:"warnings"`
	Shapes        []SecretShape     `json:"shapes"`
	Commands      []ProviderCommand `json:"commands"`
}

// SecretShape says that a typed secret does not look like what belongs into
// its field. Fix is "" or what Patchbay offers to do: "strip_blanks",
// "derive_ses", "set_user" (to FixValue).
type SecretShape struct {
	Field    string `json:"field"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Remedy   string `json:"remedy"`
	Fix      string `json:"fix"`
	FixValue string `json:"fixValue"`
}

// ProviderCommand is something to do at the provider, with the draft's values
// filled in. Kind is "url", "powershell", "shell" or "steps".
type ProviderCommand struct {
	Title      string `json:"title"`
	Text       string `json:"text"`
	Kind       string `json:"kind"`
	Note       string `json:"note"`
	Unverified bool   `json:"unverified"`
}

// OutgoingRun asks for something to be tried with a draft. RunID is chosen by
// the page; Outgoing.CancelProof cancels it.
type OutgoingRun struct {
	RunID string        `json:"runId"`
	Draft OutgoingDraft `json:"draft"`
}

// TriedPorts is what the other ports of the host are like. Best is
// what was seen to work best, nil when nothing does.
type TriedPorts struct {
	Host  string       `json:"host"`
	Tried []TriedPort  `json:"tried"`
	Best  *Alternative `json:"best"`
	// Finding says why nothing could be tried, such as an unknown host.
	Finding *Finding `json:"finding"`
}

// TriedPort is one port with one security, tried without credentials.
type TriedPort struct {
	Port        int          `json:"port"`
	Security    string       `json:"security"`
	Works       bool         `json:"works"`
	Mechanisms  []string     `json:"mechanisms"`
	Detail      string       `json:"detail"`
	Code        string       `json:"code"`
	Alternative *Alternative `json:"alternative"`
	DurationMs  int          `json:"durationMs"`
}

// TriedPortEvent is the payload of the event "account.tried".
type TriedPortEvent struct {
	RunID string    `json:"runId"`
	Tried TriedPort `json:"tried"`
}

// OutgoingPermissionsRequest asks which addresses the account may send from.
// To is the recipient, empty for the operator's own; Further are addresses
// beside the draft's From, envelope sender and Reply-To.
type OutgoingPermissionsRequest struct {
	RunID   string        `json:"runId"`
	Draft   OutgoingDraft `json:"draft"`
	To      string        `json:"to"`
	Further []string      `json:"further"`
}

// OutgoingPermissions is the answer. When the server was not reached or the
// sign-in failed there are no rows, and Proof says why. After is the sentence
// about a provider that decides only once it has the message.
type OutgoingPermissions struct {
	Rows      []Permission `json:"rows"`
	Recipient string       `json:"recipient"`
	After     string       `json:"after"`
	Proof     Proof        `json:"proof"`
}

// Permission is one address. Roles are "from", "envelopeFrom", "replyTo" and
// "further"; Verdict is "allowed", "refused", "temporary" or "unknown"; At is
// "sender" or "recipient", where it was decided.
type Permission struct {
	Address string   `json:"address"`
	Roles   []string `json:"roles"`
	Verdict string   `json:"verdict"`
	At      string   `json:"at"`
	Remote  *Remote  `json:"remote"`
	Finding *Finding `json:"finding"`
}

// OutgoingSenderRequest asks what the world sees of the From domain: its MX,
// SPF, DKIM and DMARC records, the EHLO name, and every address of the server.
type OutgoingSenderRequest struct {
	RunID     string        `json:"runId"`
	Draft     OutgoingDraft `json:"draft"`
	Selectors []string      `json:"selectors"` // of DKIM
}

// OutgoingSignInRequest asks for a refresh token: a person signs in through
// the browser ("browser") or with a code on another machine ("device").
type OutgoingSignInRequest struct {
	RunID  string        `json:"runId"`
	Draft  OutgoingDraft `json:"draft"`
	Method string        `json:"method"`
}

// SignInPrompt is the payload of the event "signin.prompt": what the person
// must open, and the code to enter there.
type SignInPrompt struct {
	RunID     string `json:"runId"`
	Kind      string `json:"kind"` // "browser" or "device"
	URL       string `json:"url"`
	Code      string `json:"code"`
	ExpiresAt string `json:"expiresAt"`
	// ProviderURL is the provider's own page, "" where the request is posted from
	// URL; ReturnsTo is where the answer comes back to; ByHand: nothing listens
	// there.
	ProviderURL string `json:"providerUrl"`
	ReturnsTo   string `json:"returnsTo"`
	ByHand      bool   `json:"byHand"`
}

// SignedIn is how a sign-in ended. Handle stands for the token, which
// stays in Go: as the refresh token of a draft it goes in as
// {"change":"obtained","value":handle}. Finding says why there is none.
type SignedIn struct {
	Handle  string    `json:"handle"`
	Token   *Token    `json:"token"`
	Doubts  []Finding `json:"doubts"` // why the mail server will probably refuse the token
	Finding *Finding  `json:"finding"`
}

// Token is what an access token says of itself; never the token.
type Token struct {
	Grant     string   `json:"grant"`
	Issuer    string   `json:"issuer"`
	Audience  []string `json:"audience"`
	Scopes    []string `json:"scopes"`
	Roles     []string `json:"roles"`
	User      string   `json:"user"`
	Tenant    string   `json:"tenant"`
	Client    string   `json:"client"`
	ExpiresAt string   `json:"expiresAt"`
	Opaque    bool     `json:"opaque"`
}
