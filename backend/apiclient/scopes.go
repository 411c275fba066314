package apiclient

import (
	"slices"
	"strings"
)

// The scopes of the local API.
const (
	ScopeMailRead   = "mail:read"
	ScopeMailWrite  = "mail:write"
	ScopeIDPRead    = "idp:read"
	ScopeIDPWrite   = "idp:write"
	ScopeNotifySend = "notify:send"
	ScopeProofRun   = "proof:run"
)

// ScopeInfo is a scope of the local API, and what it allows.
type ScopeInfo struct{ Name, Text string }

// Scopes lists those that the local API knows.
func Scopes() []ScopeInfo {
	return []ScopeInfo{
		{ScopeMailRead, "Read the outgoing mail server and the mailboxes"},
		{ScopeMailWrite, "Change the outgoing mail server and the mailboxes"},
		{ScopeIDPRead, "Read the identity providers"},
		{ScopeIDPWrite, "Change the identity providers"},
		{ScopeNotifySend, "Tell people of an event by mail"},
		{ScopeProofRun, "Prove what is saved"},
	}
}

// isLocal reports whether the local API knows a scope.
func isLocal(scope string) bool {
	return slices.ContainsFunc(Scopes(), func(s ScopeInfo) bool { return s.Name == scope })
}

// localScopes are those of the settings that the local API knows.
func (s Settings) localScopes() []string {
	return slices.DeleteFunc(slices.Clone(s.Scopes), func(name string) bool { return !isLocal(name) })
}

// ForeignScopes are those of the settings that only a target may know.
func (s Settings) ForeignScopes() []string {
	return slices.DeleteFunc(slices.Clone(s.Scopes), isLocal)
}

// isScopeToken reports whether a text is one scope (RFC 6749 §3.3).
func isScopeToken(text string) bool {
	odd := func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\\' }
	return text != "" && !strings.ContainsFunc(text, odd)
}

// sameScopes compares two lists without regard to their order.
func sameScopes(a, b []string) bool {
	return slices.Equal(slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b))))
}

// granted are the scopes that a client gets: those it asks for, or all of its
// own when it names none. Those that only a target knows are left out, as the
// grant may (RFC 6749 §3.3). It raises [CodeInvalidScope] for one that is not the
// client's, and when nothing is left.
func granted(own []string, asked string) ([]string, error) {
	// No other blank separates them.
	wanted := strings.FieldsFunc(asked, func(r rune) bool { return r == ' ' })
	if len(wanted) == 0 {
		wanted = own
	}
	given := []string{}
	for _, scope := range wanted {
		switch {
		case !slices.Contains(own, scope):
			return nil, invalidScope("the client does not have the scope " + scope[:min(len(scope), maxScope)])
		case isLocal(scope) && !slices.Contains(given, scope):
			given = append(given, scope)
		}
	}
	if len(given) == 0 {
		return nil, invalidScope("the client has no scope of the local API")
	}
	return given, nil
}
