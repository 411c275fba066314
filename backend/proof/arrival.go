package proof

import "time"

// Arrival is a test message as it was read back from a mailbox.
type Arrival struct {
	Mailbox string     `json:"mailbox"` // its address
	Folder  string     `json:"folder"`
	Role    FolderRole `json:"role,omitempty"`
	// DelayMs is from the moment at which the server took the message to the
	// one at which it was seen, in milliseconds.
	DelayMs int64  `json:"delayMs"`
	Subject string `json:"subject"`
	// From is that of the message as it arrived; it is rewritten when its
	// address is not SentFrom.
	From          string       `json:"from"`
	SentFrom      string       `json:"sentFrom"`
	FromRewritten bool         `json:"fromRewritten"`
	ReturnPath    string       `json:"returnPath,omitempty"`
	Results       []AuthResult `json:"results,omitempty"`
	Hops          []Hop        `json:"hops,omitempty"` // in the order of the way, the sender's first
	// Removed: it was taken out of the mailbox again.
	Removed bool `json:"removed"`
}

// AuthResult is one verdict of a receiving server on a message
// (Authentication-Results, RFC 8601).
type AuthResult struct {
	Server string `json:"server"` // who says so
	Method string `json:"method"` // spf, dkim, dmarc, ...
	Result string `json:"result"` // pass, fail, ...
	Detail string `json:"detail,omitempty"`
}

// Hop is one Received line (RFC 5321 §4.4).
type Hop struct {
	From string `json:"from,omitempty"`
	By   string `json:"by,omitempty"`
	With string `json:"with,omitempty"` // ESMTPS, LMTP, ... (RFC 3848)
	// Encrypted says that the line names TLS; TLS is its version and cipher as
	// far as it tells them.
	Encrypted bool       `json:"encrypted"`
	TLS       string     `json:"tls,omitempty"`
	At        *time.Time `json:"at,omitempty"`
}
