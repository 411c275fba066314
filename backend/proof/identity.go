package proof

// Identity is who signed in at a provider, and what the target system would do
// with that person. Exactly one of Claims and Attributes is there.
type Identity struct {
	// Claims are those of the ID token and the user info (OpenID Connect Core
	// §5.1), or the fields of a user-info answer; what is no text stays JSON.
	Claims map[string]any `json:"claims,omitempty"`
	// Attributes are those of a SAML assertion, by name.
	Attributes   map[string][]string `json:"attributes,omitempty"`
	NameID       string              `json:"nameId,omitempty"`
	NameIDFormat string              `json:"nameIdFormat,omitempty"`
	// Subject is what identifies the person for ever: "iss sub", "oid tid", a
	// NameID, or the numeric ID of an OAuth 2.0 provider.
	Subject string `json:"subjectId,omitempty"`
	Email   string `json:"email,omitempty"`
	// EmailFrom names the claim or attribute that the address was read from;
	// EmailTrust says how far it can be trusted: "verified", "unverified" or
	// "unknown".
	EmailFrom  string    `json:"emailFrom,omitempty"`
	EmailTrust string    `json:"emailTrust,omitempty"`
	Decision   *Decision `json:"decision,omitempty"`
}

// Decision is what the target system would do with a person who signed in.
type Decision struct {
	Admitted bool `json:"admitted"`
	// Rule says which of the allowed domains decided, or why none did.
	Rule string `json:"rule"`
	// Account is what becomes of an account.
	Account Account `json:"account"`
	Reason  string  `json:"reason,omitempty"` // why, in a sentence
}

// Account is what becomes of an account in the target system.
type Account string

// The closed set: there is one, one is made, or none.
const (
	AccountExisting Account = "existing"
	AccountCreated  Account = "created"
	AccountRefused  Account = "refused"
)

// Identify records who signed in. It passes the redactor like everything else.
func (r *Recorder) Identify(id Identity) {
	id.NameID, id.NameIDFormat = r.text(id.NameID), r.text(id.NameIDFormat)
	id.Subject, id.Email, id.EmailFrom = r.text(id.Subject), r.text(id.Email), r.text(id.EmailFrom)
	if id.Decision != nil {
		d := *id.Decision
		d.Rule, d.Reason = r.text(d.Rule), r.text(d.Reason)
		id.Decision = &d
	}
	id.Claims, _ = r.value(id.Claims).(map[string]any)
	if id.Attributes != nil {
		attributes := make(map[string][]string, len(id.Attributes))
		for name, values := range id.Attributes {
			attributes[r.text(name)] = r.texts(values)
		}
		id.Attributes = attributes
	}
	r.report.Identity = &id
}

// value makes what was read of JSON fit to be shown.
func (r *Recorder) value(v any) any {
	switch v := v.(type) {
	case string:
		return r.text(v)
	case []any:
		clean := make([]any, len(v))
		for i := range v {
			clean[i] = r.value(v[i])
		}
		return clean
	case map[string]any:
		if v == nil {
			return v
		}
		clean := make(map[string]any, len(v))
		for name, inner := range v {
			clean[r.text(name)] = r.value(inner)
		}
		return clean
	default:
		return v
	}
}
