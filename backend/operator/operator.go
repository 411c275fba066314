// Package operator keeps who may open the vault, and what the person at work
// may do in it.
//
// It owns the vault's whole life: created, unlocked, locked after idle time,
// recovered, its key rotated, backed up and restored. Other capabilities reach
// the vault through [Operators.View] and [Operators.Update] and ask
// [Operators.MayRead] or [Operators.MayEdit] before they act.
package operator

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"patchbay/backend/fault"
)

// Role says what an operator may do.
type Role string

// Owners do everything; editors everything but operators, rotation and
// restore; viewers read and prove, and change nothing.
const (
	Owner  Role = "owner"
	Editor Role = "editor"
	Viewer Role = "viewer"
)

// Operator is a person who may unlock the vault.
type Operator struct {
	ID    string
	Name  string
	Email string
	Role  Role
	// MustChange says that the password was chosen by somebody else, and opens
	// nothing but the way to one's own.
	MustChange bool
	// Mailed says that this password was mailed: it opens the vault no second time.
	Mailed bool
}

// record is the stored form. Its JSON names are a promise to old vaults.
type record struct {
	Name       string `json:"name"`
	Email      string `json:"email"`
	Role       string `json:"role"`
	MustChange bool   `json:"mustChange,omitempty"`
	// Reset is what is known of a mailed password. Pending is the same of one whose
	// slot may have been written or not: it counts when the slot has another key
	// than this one.
	Reset   *resetRecord `json:"reset,omitempty"`
	Pending *resetRecord `json:"pendingReset,omitempty"`
}

// resetRecord is the stored form of a mailed password, without the password.
type resetRecord struct {
	Issued time.Time `json:"issued"`
	Until  time.Time `json:"until"`
	Used   bool      `json:"used,omitempty"`
	Burnt  bool      `json:"burnt,omitempty"` // the slot has a password that nobody knows
	Key    string    `json:"key,omitempty"`   // of the slot before, of a pending one
}

func (r record) operator(id string) Operator {
	return Operator{
		ID: id, Name: r.Name, Email: r.Email, Role: Role(r.Role), MustChange: r.MustChange,
		Mailed: r.MustChange && r.Reset != nil,
	}
}

func toRecord(o Operator) record {
	return record{Name: o.Name, Email: o.Email, Role: string(o.Role), MustChange: o.MustChange}
}

// checkPerson returns what is wrong with a trimmed name and address.
func checkPerson(name, email string) []fault.Field {
	var faults []fault.Field
	if message := checkName(name); message != "" {
		faults = append(faults, fault.Field{Name: "name", Message: message})
	}
	if message := checkEmail(email); message != "" {
		faults = append(faults, fault.Field{Name: "email", Message: message})
	}
	return faults
}

// checkRole accepts the three roles.
func checkRole(role Role) []fault.Field {
	switch role {
	case Owner, Editor, Viewer:
		return nil
	}
	return []fault.Field{{Name: "role", Message: "must be owner, editor or viewer"}}
}

func checkName(name string) string {
	switch {
	case name == "":
		return "a name is required"
	case len(name) > 200:
		return "must be at most 200 bytes long"
	case !utf8.ValidString(name) || strings.ContainsFunc(name, hides):
		return "must not contain line breaks or other invisible characters"
	}
	return ""
}

// hides reports whether a character could make a name look like another one, or
// turn the line around that it stands in. The two joiners are part of how some
// scripts are spelled.
func hides(r rune) bool {
	joiner := r == '\u200c' || r == '\u200d'
	return unicode.IsControl(r) || !joiner && unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// checkEmail accepts a bare address (RFC 5322 §3.4.1), without a display name.
func checkEmail(email string) string {
	if email == "" {
		return "an e-mail address is required"
	}
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > 320 {
		return "must be an e-mail address such as ada@example.com"
	}
	return ""
}
