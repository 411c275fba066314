package smtp

import (
	"context"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Roles of an address whose permission is asked for, named as in the document
// where it has a field.
const (
	RoleFrom         = "from"
	RoleEnvelopeFrom = "envelopeFrom"
	RoleReplyTo      = "replyTo"
	RoleFurther      = "further"
)

// maxPermissions bounds the addresses that are asked about over one connection.
const maxPermissions = 50

// permissionsTimeout bounds the whole of Permissions when nothing is requested:
// there is more to say than in a proof.
const permissionsTimeout = 60 * time.Second

// Permission says whether a server takes mail from an address.
type Permission string

// The closed set of permissions.
const (
	PermissionAllowed   Permission = "allowed"
	PermissionRefused   Permission = "refused"
	PermissionTemporary Permission = "temporary" // not now; nothing is known of later
	PermissionUnknown   Permission = "unknown"   // the server did not say
)

// Where a server decides about a sender.
const (
	AtSender    = "sender"    // at MAIL
	AtRecipient = "recipient" // at RCPT, where many servers judge everything
)

// PermissionAddress is an address to ask about. It may hold %name%
// placeholders.
type PermissionAddress struct {
	Address string
	Role    string // RoleFrom, ...
}

// PermissionsRequest says which senders to ask about. The embedded request is
// one of a proof: it signs in once, To (or else From) is the recipient of every
// envelope, Level is not used, and Timeout is 60 s when it is 0.
type PermissionsRequest struct {
	Request
	// Addresses are at most 50; what is above is not asked about.
	Addresses []PermissionAddress
}

// PermissionsReport is what a server said to each sender.
type PermissionsReport struct {
	// Rows are in the order of the request; equal addresses share one.
	Rows []PermissionRow `json:"rows"`
	// Proof holds the steps up to the sign-in, and the transcript of
	// everything. When it failed, every permission is unknown.
	Proof     proof.Report `json:"proof"`
	Recipient string       `json:"recipient"`
}

// PermissionRow is one sender.
type PermissionRow struct {
	Address string     `json:"address"`
	Roles   []string   `json:"roles"`
	Verdict Permission `json:"verdict"`
	// Remote are the server's words, nil when it said nothing to this address.
	Remote  *fault.Remote  `json:"remote,omitempty"`
	Finding *proof.Finding `json:"finding,omitempty"` // nil when it is allowed
	At      string         `json:"at,omitempty"`      // AtSender or AtRecipient
}

// Permissions asks a server whether it takes mail from each of the addresses,
// with MAIL, RCPT and RSET and without sending anything, over one connection
// and after one sign-in. It returns as [Prove] does.
func Permissions(ctx context.Context, r PermissionsRequest) PermissionsReport {
	r.Level = LevelSignIn
	if r.Timeout == 0 {
		r.Timeout = permissionsTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	s := newSession(ctx, r.Request, false)
	defer s.Redactor.Wipe()
	s.request.Level = LevelEnvelope // the settings step then looks at the recipient as well
	questions := questionsOf(r)
	s.arrive()
	if !s.Recorder.Failed() {
		s.askAll(questions)
	}
	if s.polite && !s.Recorder.Failed() {
		s.step("quit", s.quit)
	}
	s.hangUp()
	report := PermissionsReport{Rows: rowsOf(questions), Proof: s.Recorder.Report(), Recipient: s.recipientAddress()}
	if report.Proof.Verdict != proof.Failed {
		report.Proof.Shows, _ = LevelSignIn.claims(s.settings.Auth)
		_, report.Proof.Leaves = LevelEnvelope.claims(s.settings.Auth)
	}
	report.explainUnknown()
	return report
}

// explainUnknown says to every sender that was not asked about what kept the
// proof from coming to it.
func (r *PermissionsReport) explainUnknown() {
	reason := answer{report: r.Proof}.finding()
	for i := range r.Rows {
		if row := &r.Rows[i]; row.Verdict == PermissionUnknown && row.Finding == nil {
			row.Finding = reason
		}
	}
}
