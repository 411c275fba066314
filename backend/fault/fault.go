// Package fault is the one error that Patchbay shows.
//
// A [Fault] says what went wrong in words for the operator, which fields are
// to blame, what the other side answered, and the next step. It knows no HTTP
// status and no exit code: the doors map its [Kind] to theirs. Codes are
// declared beside the package that raises them.
//
// Messages are lower case without a full stop; a hint is a next step.
package fault

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"slices"
)

// Kind says how a door is to treat a fault.
type Kind string

// The closed set of kinds.
const (
	Invalid     Kind = "invalid"     // the input is wrong; Fields say where
	NotFound    Kind = "not_found"   // the thing asked for does not exist
	Conflict    Kind = "conflict"    // the thing has changed, exists already, or is in use
	Denied      Kind = "denied"      // the operator may not do this, or the password is wrong
	Locked      Kind = "locked"      // the vault is locked
	Unreachable Kind = "unreachable" // the other side cannot be reached
	Timeout     Kind = "timeout"     // the other side did not answer in time
	Rejected    Kind = "rejected"    // the other side refused
	Unsupported Kind = "unsupported" // this version, platform or other side cannot do it
	Internal    Kind = "internal"    // a defect in Patchbay, or a failure of this machine
)

// CodeInternal is the code of every error that is not a Fault; a context that
// ended has codes of its own.
const (
	CodeInternal  = "internal"
	CodeCancelled = "cancelled"
	CodeTimedOut  = "timed_out"
)

// Field blames one input, by its name in the configuration document.
type Field struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// Remote holds the other side's own words. They are data: never cut, never
// parsed again. Enhanced is the code of RFC 3463, such as "5.7.8".
type Remote struct {
	Code     string `json:"code,omitempty"`
	Enhanced string `json:"enhanced,omitempty"`
	Text     string `json:"text"`
}

// Fault is an error with everything the operator needs to act on it.
type Fault struct {
	Code    string  `json:"code"`
	Kind    Kind    `json:"kind"`
	Message string  `json:"message"`
	Hint    string  `json:"hint,omitempty"`
	Fields  []Field `json:"fields,omitempty"`
	Remote  *Remote `json:"remote,omitempty"`
	// Ref finds the hidden cause of an internal fault in the log.
	Ref string `json:"ref,omitempty"`

	cause error
}

// New makes a fault; the With methods add to it.
func New(kind Kind, code, message string) *Fault {
	return &Fault{Code: code, Kind: kind, Message: message}
}

// Error returns the message alone: the hidden cause is for logs.
func (f *Fault) Error() string { return f.Message }

// Unwrap returns the hidden cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is makes errors.Is compare faults by their code.
func (f *Fault) Is(target error) bool {
	other, ok := target.(*Fault)
	return ok && other.Code == f.Code
}

// WithHint returns a copy with the next step to take.
func (f *Fault) WithHint(hint string) *Fault {
	c := f.clone()
	c.Hint = hint
	return c
}

// WithField returns a copy that blames one more field.
func (f *Fault) WithField(name, message string) *Fault {
	c := f.clone()
	c.Fields = append(c.Fields, Field{Name: name, Message: message})
	return c
}

// WithFields returns a copy that blames these fields as well.
func (f *Fault) WithFields(fields ...Field) *Fault {
	c := f.clone()
	c.Fields = append(c.Fields, fields...)
	return c
}

// WithRemote returns a copy with the other side's words.
func (f *Fault) WithRemote(remote Remote) *Fault {
	c := f.clone()
	c.Remote = &remote
	return c
}

// WithCause returns a copy with a cause that logs may show and pages never do.
func (f *Fault) WithCause(err error) *Fault {
	c := f.clone()
	c.cause = err
	return c
}

func (f *Fault) clone() *Fault {
	c := *f
	c.Fields = slices.Clone(f.Fields)
	return &c
}

// Of turns any error into a fault. One that is not a Fault becomes an internal
// one with a reference: its text may hold anything, so it is not shown.
func Of(err error) *Fault {
	if err == nil {
		return nil
	}
	var f *Fault
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.Canceled):
		return New(Conflict, CodeCancelled, "this was cancelled; nothing was changed").WithCause(err)
	case errors.Is(err, context.DeadlineExceeded):
		return New(Timeout, CodeTimedOut, "this took too long and was ended; nothing was changed").WithCause(err)
	}
	c := New(Internal, CodeInternal, "an internal error occurred").
		WithHint("look up the reference in the log").WithCause(err)
	c.Ref = newRef()
	return c
}

// HasCode reports whether err is or wraps a fault with that code.
func HasCode(err error, code string) bool {
	var f *Fault
	return errors.As(err, &f) && f.Code == code
}

func newRef() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}
