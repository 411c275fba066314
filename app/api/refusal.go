package api

import (
	"errors"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"patchbay/backend/fault"
)

// The codes of the faults that this door raises by itself.
const (
	CodeNotFound          = "api.not_found"          // nothing lies at this address
	CodeMethodNotAllowed  = "api.method_not_allowed" // the Allow header says which are
	CodeUnauthorized      = "api.unauthorized"       // no token
	CodeScopeMissing      = "api.scope_missing"      // the token's scopes do not allow it
	CodeOtherTenant       = "api.other_tenant"       // the token is of another deployment
	CodeUnknownTenant     = "api.unknown_tenant"     // there is no such deployment
	CodeContentType       = "api.content_type"
	CodeTooLarge          = "api.too_large"
	CodeUnreadable        = "api.unreadable" // the body ended before its end
	CodePrecondition      = "api.precondition_failed"
	CodeInvalidRequest    = "api.invalid_request"   // RFC 6749 §5.2: a parameter is missing or repeated
	CodeUnsupportedGrant  = "api.unsupported_grant" // RFC 6749 §5.2: another grant than client_credentials
	CodeSecretMissing     = "api.secret_missing"    // RFC 6749 §5.2: no client authentication
	CodeHostFromMandatory = "api.host_from_mandatory"
	CodeNameDiffers       = "api.name_differs" // a document and its address name two things
)

// refusal is a fault with a status of the protocol's own, such as 401 or 415,
// which no kind stands for, and with the headers that belong to it.
type refusal struct {
	status int
	fault  *fault.Fault
	header http.Header
}

func (r *refusal) Error() string { return r.fault.Error() }

func (r *refusal) Unwrap() error { return r.fault }

func newRefusal(status int, f *fault.Fault) *refusal {
	return &refusal{status: status, fault: f, header: http.Header{}}
}

// with adds a header.
func (r *refusal) with(name, value string) *refusal {
	r.header.Set(name, value)
	return r
}

// hinted says what to do.
func (r *refusal) hinted(hint string) *refusal {
	r.fault = r.fault.WithHint(hint)
	return r
}

// statusOf is the one place in this door where a fault's kind becomes an HTTP
// status: that of its interface, which scripts rely on.
func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		return http.StatusForbidden
	case fault.Locked:
		return http.StatusLocked
	case fault.Unreachable, fault.Timeout, fault.Rejected:
		return http.StatusBadGateway
	case fault.Unsupported:
		return http.StatusNotImplemented
	default:
		return http.StatusInternalServerError
	}
}

// asRefusal gives every error a status.
func asRefusal(err error) *refusal {
	var known *refusal
	if errors.As(err, &known) {
		return known
	}
	f := fault.Of(err)
	return newRefusal(statusOf(f.Kind), f)
}

func notFound() *refusal {
	return newRefusal(http.StatusNotFound, fault.New(fault.NotFound, CodeNotFound, "there is nothing at this address").
		WithHint("GET /openapi.json lists what there is"))
}

func methodNotAllowed(allow string) *refusal {
	return newRefusal(http.StatusMethodNotAllowed,
		fault.New(fault.Unsupported, CodeMethodNotAllowed, "this address takes "+allow+" only")).with("Allow", allow)
}

func unknownTenant() *refusal {
	return newRefusal(http.StatusNotFound, fault.New(fault.NotFound, CodeUnknownTenant, "there is no such tenant").
		WithHint("GET /v1/deployments lists the token's own"))
}

// noTenant is for a host that is not below localhost, where the tenant stands.
func noTenant() *refusal {
	return newRefusal(http.StatusNotFound, fault.New(fault.NotFound, CodeUnknownTenant,
		"the host names no tenant: call it as {tenantId}.localhost"))
}

func otherTenant() *refusal {
	return newRefusal(http.StatusForbidden, fault.New(fault.Denied, CodeOtherTenant, "the token belongs to another tenant").
		WithHint("obtain a token with a client of this tenant"))
}

// scopeMissing names the scope (RFC 6750 §3.1).
func scopeMissing(scope string) *refusal {
	return newRefusal(http.StatusForbidden, fault.New(fault.Denied, CodeScopeMissing, "the token lacks the scope "+scope).
		WithHint("give the client the scope, and obtain another token")).
		with("WWW-Authenticate", `Bearer error="insufficient_scope", scope="`+scope+`"`)
}

// unauthorized tells the reason only to who brought a token (RFC 6750 §3.1).
func unauthorized(f *fault.Fault, brought bool) *refusal {
	challenge := "Bearer"
	if brought {
		challenge = `Bearer error="invalid_token"`
	}
	return newRefusal(http.StatusUnauthorized, f).with("WWW-Authenticate", challenge)
}

// sentence makes a fault one or more full sentences, with every field it blames.
func sentence(f *fault.Fault) string {
	const most = 20 // fields
	if len(f.Fields) == 0 {
		return ended(f.Message)
	}
	var out []string
	for i, field := range f.Fields {
		if i == most {
			out = append(out, "There are more.")
			break
		}
		joint := " "
		if !isPredicate(field.Message) {
			joint = ": "
		}
		out = append(out, ended("the field "+field.Name+joint+field.Message))
	}
	return strings.Join(out, " ")
}

// isPredicate reports whether a message goes on after the name of its field, as
// "is required" does; "sign in again" does not.
func isPredicate(message string) bool {
	switch word, _, _ := strings.Cut(message, " "); word {
	case "is", "are", "was", "were", "has", "have", "must", "may", "can", "cannot", "does", "do",
		"begins", "belongs", "consists", "contains", "ends", "holds", "names", "needs", "works":
		return true
	}
	return false
}

// ended begins with a capital letter and ends with a full stop.
func ended(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(text[size:], ".") + "."
}
