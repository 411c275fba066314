package mailauth

import (
	"slices"
	"strings"

	"patchbay/backend/proof"
)

// permissions are what Exchange Online wants in a token, for one protocol.
type permissions struct {
	delegated string // in scp: a person signed in
	app       string // in roles: the application itself
}

func (r tokenRefusal) wanted() permissions {
	if r.protocol == "imap" {
		return permissions{"IMAP.AccessAsUser.All", "IMAP.AccessAsApp"}
	}
	return permissions{"SMTP.Send", "SMTP.SendAsApp"}
}

// wantedScope names the scope to ask for, for both ways to obtain a token.
func (r tokenRefusal) wantedScope() string {
	return "https://outlook.office.com/" + r.wanted().delegated + " for a person who signs in, https://outlook.office365.com/.default for the application itself"
}

// judgeScope compares the permissions in the token with those that the server
// needs.
func (r tokenRefusal) judgeScope() (proof.Finding, bool) {
	if r.issuedByMicrosoft() && !r.token.Opaque {
		return r.judgeMicrosoftScope()
	}
	if r.status == "insufficient_scope" || len(r.token.Scopes) > 0 && r.scope != "" && !r.hasRefusalScope() {
		return r.refusalScope(), true
	}
	return proof.Finding{}, false
}

// hasRefusalScope reports whether the token has a scope that the server named.
func (r tokenRefusal) hasRefusalScope() bool {
	return slices.ContainsFunc(strings.Fields(r.scope), func(wanted string) bool {
		return slices.ContainsFunc(r.token.Scopes, func(scope string) bool { return strings.EqualFold(scope, wanted) })
	})
}

func (r tokenRefusal) refusalScope() proof.Finding {
	f := proof.Finding{
		Code: CodeTokenRejected, Reason: "scope", Source: "RFC 7628 §3.2.2",
		Cause:  "The access token does not have the scope that the server wants.",
		Remedy: "Read the server's words, enter the scope that the provider names for mail, and sign in again.",
		Fields: []string{"oauth2.scope"},
	}
	if r.scope != "" {
		f.Cause = "The access token does not have the scope that the server wants: " + quoted(r.scope) + "."
		f.Remedy = "Enter the scope " + quoted(r.scope) + ", and sign in again."
	}
	return f
}

func (r tokenRefusal) judgeMicrosoftScope() (proof.Finding, bool) {
	want := r.wanted()
	f := proof.Finding{
		Code: CodeTokenRejected, Reason: "scope", Source: sourceClaims,
		Fields: []string{"oauth2.scope", "oauth2.clientId"},
	}
	switch {
	case holds(r.token.Scopes, want.delegated), holds(r.token.Roles, want.app):
		return proof.Finding{}, false
	case len(r.token.Scopes) > 0:
		f.Cause = "The access token of the person who signed in lacks the permission " + want.delegated + "."
		f.Remedy = "Add " + want.delegated + " under API permissions > Office 365 Exchange Online > Delegated permissions, enter https://outlook.office.com/" + want.delegated + " as scope, and sign in again."
	default:
		f.Cause = "The access token of the application lacks the permission " + want.app + "."
		f.Remedy = "Add " + want.app + " under API permissions > APIs my organization uses > Office 365 Exchange Online > Application permissions, grant admin consent, and enter https://outlook.office365.com/.default as scope."
	}
	return f, true
}

// holds compares permissions without their resource: the endpoint names
// https://outlook.office.com/SMTP.Send what the token names SMTP.Send.
func holds(permissions []string, wanted string) bool {
	return slices.ContainsFunc(permissions, func(p string) bool {
		return strings.EqualFold(p[strings.LastIndexByte(p, '/')+1:], wanted)
	})
}

// judgeServicePrincipal finds an application that has every permission and is
// refused: Exchange does not know it, or it may not use this mailbox.
func (r tokenRefusal) judgeServicePrincipal() (proof.Finding, bool) {
	if !r.issuedByMicrosoft() || !holds(r.token.Roles, r.wanted().app) {
		return proof.Finding{}, false
	}
	client, mailbox := "CLIENT_ID", "MAILBOX"
	if isPlain(r.token.Client) {
		client = r.token.Client
	}
	if isPlain(r.user) {
		mailbox = r.user
	}
	return proof.Finding{
		Code: CodeTokenRejected, Reason: "service_principal", Source: sourceClaims,
		Cause: "The application has the permission " + r.wanted().app + ", but Exchange Online does not know it, or it may not use this mailbox.",
		Remedy: "Have an administrator register it in Exchange Online PowerShell: `New-ServicePrincipal -AppId " + client + " -ObjectId OBJECT_ID`, " +
			"then `Add-MailboxPermission -Identity " + mailbox + " -User OBJECT_ID -AccessRights FullAccess`. " +
			"OBJECT_ID is the Object ID under Enterprise applications, not the one under App registrations.",
		Fields: []string{"oauth2.clientId", "user"},
	}, true
}
