package mailauth

import (
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"
)

// sourceClaims is where the claims that Exchange Online wants are described.
const sourceClaims = "learn.microsoft.com, authenticate an IMAP, POP or SMTP connection using OAuth"

// What Microsoft's tokens hold.
const (
	exchangeAppID    = "00000002-0000-0ff1-ce00-000000000000" // Office 365 Exchange Online, as an audience
	personalTenantID = "9188040d-6c67-4c5b-b112-36a304b66dad" // of all personal Microsoft accounts
)

// isMicrosoft recognises a token of Microsoft Entra ID, or the words of its
// mail servers.
func (r tokenRefusal) isMicrosoft() bool {
	if r.issuedByMicrosoft() {
		return true
	}
	text := strings.ToLower(r.answer.Text)
	return r.answer.Enhanced == "5.7.3" || r.answer.Enhanced == "5.7.139" || strings.Contains(text, "authenticate failed")
}

func (r tokenRefusal) issuedByMicrosoft() bool {
	issuer := strings.ToLower(r.token.Issuer)
	return strings.Contains(issuer, "://login.microsoftonline.") || strings.Contains(issuer, "://sts.windows.net/") ||
		slices.ContainsFunc(r.token.Audience, isMicrosoftAudience)
}

func isMicrosoftAudience(audience string) bool {
	audience = strings.ToLower(audience)
	return isExchange(audience) || strings.Contains(audience, "://graph.microsoft.")
}

// isExchange accepts the audiences of Exchange Online, in national clouds too.
func isExchange(audience string) bool {
	audience = strings.ToLower(audience)
	return audience == exchangeAppID || strings.HasPrefix(audience, "https://outlook.")
}

// judgeClaims compares what the token says of itself with what the server
// needs.
func (r tokenRefusal) judgeClaims() (proof.Finding, bool) {
	judges := []func() (proof.Finding, bool){r.judgeExpiry, r.judgeAudience, r.judgeScope, r.judgeUser, r.judgeTenant, r.judgeServicePrincipal}
	for _, judge := range judges {
		if f, ok := judge(); ok {
			return f, true
		}
	}
	return proof.Finding{}, false
}

func (r tokenRefusal) judgeExpiry() (proof.Finding, bool) {
	if r.token.ExpiresAt == nil || time.Now().Before(*r.token.ExpiresAt) {
		return proof.Finding{}, false
	}
	return proof.Finding{
		Code: CodeTokenRejected, Reason: "expired",
		Cause:  "The access token has expired.",
		Remedy: "Try again, which obtains a new one. If it stays, compare this machine's clock with the real time.",
		Fields: []string{"oauth2.tokenUrl"},
	}, true
}

func (r tokenRefusal) judgeAudience() (proof.Finding, bool) {
	if !r.issuedByMicrosoft() || len(r.token.Audience) == 0 || slices.ContainsFunc(r.token.Audience, isExchange) {
		return proof.Finding{}, false
	}
	return proof.Finding{
		Code: CodeTokenRejected, Reason: "audience", Source: sourceClaims,
		Cause:  "The access token is for " + quoted(strings.Join(r.token.Audience, ", ")) + ", not for Exchange Online.",
		Remedy: "Enter a scope of Outlook, not of Microsoft Graph: " + r.wantedScope() + ".",
		Fields: []string{"oauth2.scope"},
	}, true
}

// judgeTenant finds a token of the tenant of personal accounts for a mailbox
// that is none.
func (r tokenRefusal) judgeTenant() (proof.Finding, bool) {
	_, domain, _ := strings.Cut(strings.ToLower(r.user), "@")
	brand, _, _ := strings.Cut(domain, ".")
	if !strings.EqualFold(r.token.Tenant, personalTenantID) || slices.Contains([]string{"", "outlook", "hotmail", "live", "msn"}, brand) {
		return proof.Finding{}, false
	}
	return proof.Finding{
		Code: CodeTokenRejected, Reason: "tenant", Source: sourceClaims, Unverified: true,
		Cause:  "The access token is of a personal Microsoft account, but the mailbox is probably one of an organisation.",
		Remedy: "Enter the token URL with the organisation's Directory (tenant) ID instead of common or consumers, and sign in with the organisation's account.",
		Fields: []string{"oauth2.tokenUrl", "user"},
	}, true
}

func (r tokenRefusal) judgeUser() (proof.Finding, bool) {
	if r.token.User == "" || strings.EqualFold(r.token.User, r.user) {
		return proof.Finding{}, false
	}
	f := proof.Finding{
		Code: CodeTokenRejected, Reason: "user",
		Cause:  "The access token is of " + quoted(r.token.User) + ", but the user name is " + quoted(r.user) + ".",
		Remedy: "Enter the token's account as user name, and let it send as the other address; or sign in again with the account of the user name.",
		Fields: []string{"user"},
	}
	if r.protocol == "imap" { // where an account may open a shared mailbox
		f.Cause += " The account may not open this mailbox."
		f.Remedy = "Sign in again with the account of the user name, or give the token's account full access to the mailbox: " +
			"`Add-MailboxPermission USER -User ACCOUNT -AccessRights FullAccess`."
	}
	return f, true
}
