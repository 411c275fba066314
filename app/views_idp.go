package app

// IdentityProviderRow is one line of the list of sign-in providers.
type IdentityProviderRow struct {
	ID            string `json:"id"`
	Revision      int    `json:"revision"`
	Name          string `json:"name"`
	Type          string `json:"type"` // "oidc", "oauth2", "saml"
	Preset        string `json:"preset"`
	Enabled       bool   `json:"enabled"`
	Target        string `json:"target"` // issuer, authorization URL or entity ID
	SignInMessage string `json:"signInMessage"`
	Domains       int    `json:"domains"` // how many allowed ones; 0 is any
	Light         Light  `json:"light"`
	Summary       string `json:"summary"`
	Level         string `json:"level"` // of the proof it stands on: "check", "signin", ""
	Code          string `json:"code"`
	Cause         string `json:"cause"`
	ProvedAt      string `json:"provedAt"`
}

// IdentityProviderList is the list, by name.
type IdentityProviderList struct {
	Rows []IdentityProviderRow `json:"rows"`
}

// IdentityProviderFields are those of the configuration document, without its
// secrets. Field names follow the document.
type IdentityProviderFields struct {
	Name              string   `json:"name"`
	Type              string   `json:"type"`
	Enabled           bool     `json:"enabled"`
	Preset            string   `json:"preset"`
	SignInMessage     string   `json:"signInMessage"`
	AllowedDomains    []string `json:"allowedDomains"`
	CallbackURL       string   `json:"callbackUrl"`
	SelfServiceSignUp bool     `json:"selfServiceSignUp"`
	AuthURL           string   `json:"authUrl"` // of SAML: the SSO URL
	CAPEM             string   `json:"caPem"`
	LoopbackHost      string   `json:"loopbackHost"` // "127.0.0.1", "localhost", "[::1]"
	LoopbackPort      int      `json:"loopbackPort"` // 0 is a free one
	TimeoutSeconds    int      `json:"timeoutSeconds"`

	Issuer              string   `json:"issuer"`
	ClientID            string   `json:"clientId"`
	ClientSecretExpires string   `json:"clientSecretExpires"` // a day
	Scopes              []string `json:"scopes"`
	ClientAuth          string   `json:"clientAuth"` // "client_secret_basic", "client_secret_post", "none"
	PKCE                bool     `json:"pkce"`
	Prompt              string   `json:"prompt"` // "", "login", "select_account", "consent"
	EmailClaim          string   `json:"emailClaim"`
	GroupsClaim         string   `json:"groupsClaim"`
	TokenURL            string   `json:"tokenUrl"`
	UserInfoURL         string   `json:"userInfoUrl"`
	EmailPath           string   `json:"emailPath"`
	IDPath              string   `json:"idPath"`
	EmailsURL           string   `json:"emailsUrl"`

	MetadataURL          string   `json:"metadataUrl"`
	MetadataXML          string   `json:"metadataXml"`
	IDPEntityID          string   `json:"idpEntityId"`
	SSOBinding           string   `json:"ssoBinding"` // "redirect", "post"
	SigningCertificates  []string `json:"signingCertificates"`
	SPEntityID           string   `json:"spEntityId"`
	NameIDFormat         string   `json:"nameIdFormat"`
	SignRequests         bool     `json:"signRequests"`
	WantAssertionsSigned bool     `json:"wantAssertionsSigned"`
	WantResponseSigned   bool     `json:"wantResponseSigned"`
	EmailAttribute       string   `json:"emailAttribute"`
	GroupsAttribute      string   `json:"groupsAttribute"`
	ForceAuthn           bool     `json:"forceAuthn"`
	LoopbackACS          string   `json:"loopbackAcs"` // "http", "https"
	AllowUnsolicited     bool     `json:"allowUnsolicited"`
	SPCertificatePEM     string   `json:"spCertificatePem"`
	SPNextCertificatePEM string   `json:"spNextCertificatePem"`
}

// IdentityProvider is a provider as stored. LastSignIn is the newest proof by a
// sign-in, LastCheck the newest without one; both may be of an older
// configuration: Light and Summary say what holds now.
type IdentityProvider struct {
	DeploymentID string                 `json:"deploymentId"`
	ID           string                 `json:"id"`
	Revision     int                    `json:"revision"`
	ChangedAt    string                 `json:"changedAt"`
	Fields       IdentityProviderFields `json:"fields"`
	ClientSecret SecretView             `json:"clientSecret"`
	SPKey        SecretView             `json:"spKey"`
	SPNextKey    SecretView             `json:"spNextKey"`
	Light        Light                  `json:"light"`
	Summary      string                 `json:"summary"`
	LastSignIn   *Proof                 `json:"lastSignIn"`
	LastCheck    *Proof                 `json:"lastCheck"`
}

// IdentityProviderDraft is what is on the screen, saved or not. ID is empty for
// a new one.
type IdentityProviderDraft struct {
	DeploymentID string                 `json:"deploymentId"`
	ID           string                 `json:"id"`
	Revision     int                    `json:"revision"`
	Fields       IdentityProviderFields `json:"fields"`
	ClientSecret SecretInput            `json:"clientSecret"`
	SPKey        SecretInput            `json:"spKey"`
	SPNextKey    SecretInput            `json:"spNextKey"`
}

// IdentityProviderReview says what is known of a draft without asking anyone.
// Ready: it can be tested. Complete: it can be saved.
type IdentityProviderReview struct {
	Faults   []FieldFault `json:"faults"`
	Ready    bool         `json:"ready"`
	Complete bool         `json:"complete"`
	// Remarks are what should be seen to, such as a callback URL that providers
	// refuse.
	Remarks []IdentityProviderRemark `json:"remarks"`
	// Bound and Unbound: as in OutgoingCheck.
	Bound   string   `json:"bound"`
	Unbound []string `json:"unbound"`
	Preset  string   `json:"preset"` // recognised; "" when unknown
	// Defaults are the document's values for fields that are empty.
	Defaults IdentityProviderFields `json:"defaults"`
	// ReturnsTo is where a test sign-in comes back to; PORT stands for a free one.
	ReturnsTo string `json:"returnsTo"`
	// Certificates are those that are trusted to sign, read from the document.
	Certificates []SigningCertificate `json:"certificates"`
	// SPCertificate is the service provider's own, nil without one.
	SPCertificate     *SigningCertificate `json:"spCertificate"`
	SPNextCertificate *SigningCertificate `json:"spNextCertificate"`
	// Entities are those of pasted metadata: when there are several, one has to
	// be chosen as idpEntityId.
	Entities []MetadataEntity `json:"entities"`
}

// IdentityProviderRemark is about one field. Severity is "error", "warning" or "hint".
type IdentityProviderRemark struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Field    string `json:"field"`
	Message  string `json:"message"`
	Remedy   string `json:"remedy"`
	// Unverified: no source confirms what the provider does.
	Unverified bool `json:"unverified"`
}

// SigningCertificate is a certificate of a SAML party. State is "past", "soon"
// or "later".
type SigningCertificate struct {
	Subject     string `json:"subject"`
	Fingerprint string `json:"fingerprint"` // SHA-256, lower-case hex
	PublicKey   string `json:"publicKey"`   // "RSA 2048"
	NotBefore   string `json:"notBefore"`
	NotAfter    string `json:"notAfter"`
	Days        int    `json:"days"`
	State       string `json:"state"`
	From        string `json:"from"` // "document", "metadata"
	PEM         string `json:"pem"`
}

// MetadataEntity is one identity provider of SAML metadata.
type MetadataEntity struct {
	EntityID     string               `json:"entityId"`
	Name         string               `json:"name"` // of the organisation, "" when it has none
	SSOURL       string               `json:"ssoUrl"`
	SSOBinding   string               `json:"ssoBinding"`
	NameIDs      []string             `json:"nameIds"`
	WantsSigned  bool                 `json:"wantsSigned"` // WantAuthnRequestsSigned
	ValidUntil   string               `json:"validUntil"`
	Certificates []SigningCertificate `json:"certificates"`
	// Patch is a partial document that takes the entity over.
	Patch string `json:"patch"`
}

// MetadataReading is what SAML metadata or a discovery document says. Patch is
// a partial document with what it fills in; "" for metadata with several
// entities, each of which has its own. Proof holds the steps of fetching it.
type MetadataReading struct {
	Entities []MetadataEntity `json:"entities"`
	Patch    string           `json:"patch"`
	Proof    Proof            `json:"proof"`
}

// IdentityProviderRun asks for something to be done with a draft. RunID is
// chosen by the page; IdentityProviders.CancelProof cancels it.
type IdentityProviderRun struct {
	RunID string                `json:"runId"`
	Draft IdentityProviderDraft `json:"draft"`
}

// IdentityProviderSignIn asks for a test sign-in. The event "signin.prompt" says
// what to open. ByHand uses the production callback URL: the answer is pasted,
// by Answer.
type IdentityProviderSignIn struct {
	RunID  string                `json:"runId"`
	Draft  IdentityProviderDraft `json:"draft"`
	ByHand bool                  `json:"byHand"`
}

// PastedAnswer is what was copied out of the browser during a sign-in: the
// address, a SAMLResponse, a HAR file, a SAML-tracer export or decoded XML.
type PastedAnswer struct {
	RunID string `json:"runId"`
	Text  string `json:"text"`
}

// PastedPage is what the browser shows instead of coming back.
type PastedPage struct {
	Draft IdentityProviderDraft `json:"draft"`
	Text  string                `json:"text"`
}

// ProbeReport is what trying the ambiguous settings by name came to.
type ProbeReport struct {
	Rows    []ProbeRow `json:"rows"`
	Finding *Finding   `json:"finding"` // why nothing could be tried
}

// ProbeRow is one setting and one value of it. Verdict is "taken", "refused" or
// "unclear". Alternative applies it, when it is taken and not set.
type ProbeRow struct {
	Setting     string       `json:"setting"` // field of the document
	Label       string       `json:"label"`   // "Client authentication: client_secret_post"
	Value       string       `json:"value"`
	Current     bool         `json:"current"`
	Verdict     string       `json:"verdict"`
	Detail      string       `json:"detail"`
	Remote      *Remote      `json:"remote"`
	Alternative *Alternative `json:"alternative"`
}

// SimulatedPerson is somebody whose sign-in is played through. EmailTrust is
// "verified", "unverified" or "unknown".
type SimulatedPerson struct {
	Email      string `json:"email"`
	EmailTrust string `json:"emailTrust"`
	Known      bool   `json:"known"` // to the target
}

// SimulationRequest asks what the rules of a draft mean for people.
type SimulationRequest struct {
	AllowedDomains    []string          `json:"allowedDomains"`
	SelfServiceSignUp bool              `json:"selfServiceSignUp"`
	People            []SimulatedPerson `json:"people"`
}

// Simulation has one decision for each person.
type Simulation struct {
	Decisions []SignInDecision `json:"decisions"`
	Faults    []FieldFault     `json:"faults"` // of the domains
}

// SignInDecision is what the target would do. Account is "existing", "created"
// or "refused".
type SignInDecision struct {
	Email    string `json:"email"` // normalised
	Admitted bool   `json:"admitted"`
	Rule     string `json:"rule"`
	Account  string `json:"account"`
	Reason   string `json:"reason"`
}

// SignedInPerson is who signed in, in a proof. Values are JSON texts for claims
// and plain texts for attributes.
type SignedInPerson struct {
	Claims       []SignInValue   `json:"claims"`
	Attributes   []SignInValue   `json:"attributes"`
	NameID       string          `json:"nameId"`
	NameIDFormat string          `json:"nameIdFormat"`
	Subject      string          `json:"subject"`
	Email        string          `json:"email"`
	EmailFrom    string          `json:"emailFrom"`
	EmailTrust   string          `json:"emailTrust"`
	Decision     *SignInDecision `json:"decision"`
}

// SignInValue is one claim or attribute.
type SignInValue struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// SignInPreset is a provider that is known by name.
type SignInPreset struct {
	ID        string           `json:"id"`
	Name      string           `json:"name"`
	Types     []string         `json:"types"`
	Questions []PresetQuestion `json:"questions"` // to be answered, such as the tenant's ID
	Notes     []PresetNote     `json:"notes"`
}

// PresetQuestion is a value that a preset needs. Types are those it is asked for.
type PresetQuestion struct {
	Key         string   `json:"key"`
	Label       string   `json:"label"`
	Placeholder string   `json:"placeholder"`
	Hint        string   `json:"hint"`
	Types       []string `json:"types"`
	Optional    bool     `json:"optional"`
	Default     string   `json:"default"` // stands for a missing answer
}

// PresetNote is something to know about a provider.
type PresetNote struct {
	Text       string   `json:"text"`
	Types      []string `json:"types"`
	Unverified bool     `json:"unverified"`
}

// PresetAnswers asks for a draft with the values of a preset filled in.
type PresetAnswers struct {
	Draft   IdentityProviderDraft `json:"draft"`
	Preset  string                `json:"preset"`
	Answers []PresetAnswer        `json:"answers"`
}

// PresetAnswer answers the question with a key.
type PresetAnswer struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// ProviderSheet is what to enter at the provider, in the words of its screens.
type ProviderSheet struct {
	Title   string       `json:"title"`
	Entries []SheetEntry `json:"entries"`
	Text    string       `json:"text"` // all of it, to be copied or saved
}

// SheetEntry is one value and where it belongs.
type SheetEntry struct {
	Screen     string `json:"screen"`
	Label      string `json:"label"`
	Value      string `json:"value"`
	Note       string `json:"note"`
	Unverified bool   `json:"unverified"`
}

// SPMetadata is the metadata of the service provider. WithProof adds the
// assertion consumer service of this machine beside the production one.
type SPMetadata struct {
	FileName string `json:"fileName"`
	XML      string `json:"xml"`
	// Findings say why it lacks something, such as a certificate before the
	// provider is saved.
	Findings []Finding `json:"findings"`
}

// SPMetadataRequest asks for it.
type SPMetadataRequest struct {
	Draft     IdentityProviderDraft `json:"draft"`
	WithProof bool                  `json:"withProof"`
}
