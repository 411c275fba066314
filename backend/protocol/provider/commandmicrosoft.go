package provider

import (
	"net/url"
	"strings"
)

// What stands in a command where a value is missing.
const (
	gapTenant   = "tenant ID"
	gapClientID = "application ID"
	gapObjectID = "object ID of the enterprise application"
	gapMailbox  = "address of the mailbox"
	gapRedirect = "redirect URI"
)

func microsoftCommands(c CommandContext) []Command {
	switch c.Grant {
	case "client_credentials":
		return append([]Command{registerApplication(c), adminConsent(c), servicePrincipal(c)}, mailboxCommands(c)...)
	case "refresh_token":
		return append([]Command{registerForPeople(c), adminConsent(c)}, mailboxCommands(c)...)
	}
	return mailboxCommands(c)
}

func role(c CommandContext) string {
	if c.Protocol == "imap" {
		return "IMAP.AccessAsApp"
	}
	return "SMTP.SendAsApp"
}

func delegated(c CommandContext) string {
	if c.Protocol == "imap" {
		return "IMAP.AccessAsUser.All"
	}
	return "SMTP.Send"
}

func registerApplication(c CommandContext) Command {
	return Command{
		Title: "Register the application in Entra",
		Kind:  KindSteps,
		Text: strings.Join([]string{
			"In the Entra admin center make an app registration, and note its application ID and the tenant ID.",
			"Add the application permission " + role(c) + " of Office 365 Exchange Online.",
			"Create a client secret, copy its Value (not its Secret ID), and note the day on which it ends.",
			"Open the enterprise application of the same name and note its object ID: the one of the app registration is another.",
			"Enter here the token URL " + tokenURL(c) + " and the scope " + scope(c, microsoftOAuth2().AppScope) + ".",
		}, "\n"),
		Note:       "The names of pages and menus may have changed.",
		Unverified: true,
	}
}

func registerForPeople(c CommandContext) Command {
	return Command{
		Title: "Register the application in Entra",
		Kind:  KindSteps,
		Text: strings.Join([]string{
			"In the Entra admin center make an app registration, and note its application ID and the tenant ID.",
			"Add the redirect URI " + value(c.RedirectURI, gapRedirect) + " under Mobile and desktop applications.",
			"Add the delegated permissions " + delegated(c) + " and offline_access.",
			"Allow public client flows, which the device code needs.",
			"Sign in as the user " + value(c.Mailbox, gapMailbox) + ", or as one who may send as it.",
		}, "\n"),
		Note:       "The names of pages and menus may have changed. Entra ignores the port of a redirect URI with the host localhost, but not its path.",
		Unverified: true,
	}
}

// tokenURL is the token endpoint of the organisation.
func tokenURL(c CommandContext) string {
	return strings.ReplaceAll(microsoftOAuth2().TokenURL, tenantGap, escaped(c.Tenant, gapTenant, url.PathEscape))
}

// adminConsent is the page on which an administrator agrees for everyone.
func adminConsent(c CommandContext) Command {
	page := "https://login.microsoftonline.com/" + escaped(c.Tenant, gapTenant, url.PathEscape) +
		"/adminconsent?client_id=" + escaped(c.ClientID, gapClientID, url.QueryEscape)
	if c.RedirectURI != "" {
		page += "&redirect_uri=" + escaped(c.RedirectURI, gapRedirect, url.QueryEscape)
	}
	return Command{
		Title:      "Have an administrator consent",
		Kind:       KindURL,
		Text:       page,
		Note:       "An administrator of the organisation opens this page once. The same can be done in the Entra admin center, among the API permissions.",
		Unverified: true,
	}
}

// servicePrincipal makes the application known to Exchange Online, which
// keeps its own list.
func servicePrincipal(c CommandContext) Command {
	object := powerShell(c.ObjectID, gapObjectID)
	return Command{
		Title: "Let the application into the mailbox",
		Kind:  KindPowerShell,
		Text: strings.Join([]string{
			"Connect-ExchangeOnline",
			"New-ServicePrincipal -AppId " + powerShell(c.ClientID, gapClientID) + " -ObjectId " + object,
			"Add-MailboxPermission -Identity " + powerShell(c.Mailbox, gapMailbox) + " -User " + object + " -AccessRights FullAccess",
		}, "\n"),
		Note: "The object ID is that of the enterprise application, not of the app registration.",
	}
}

// mailboxCommands switch the protocol on for the mailbox.
func mailboxCommands(c CommandContext) []Command {
	mailbox := powerShell(c.Mailbox, gapMailbox)
	if c.Protocol == "imap" {
		return []Command{{
			Title: "Switch IMAP on for the mailbox", Kind: KindPowerShell,
			Text:       "Connect-ExchangeOnline\nSet-CASMailbox -Identity " + mailbox + " -ImapEnabled $true",
			Unverified: true,
		}}
	}
	return []Command{
		{
			Title: "Switch SMTP sign-in on for the mailbox", Kind: KindPowerShell,
			Text: "Connect-ExchangeOnline\nSet-CASMailbox -Identity " + mailbox + " -SmtpClientAuthenticationDisabled $false",
			Note: "This is needed with OAuth 2.0 too.",
		},
		{
			Title: "Switch SMTP sign-in on for the organisation", Kind: KindPowerShell,
			Text: "Connect-ExchangeOnline\nSet-TransportConfig -SmtpClientAuthenticationDisabled $false",
			Note: "Only where it is wanted for every mailbox: the setting of the one mailbox is enough, and the safer choice.",
		},
	}
}

func outlookCommands(c CommandContext) []Command {
	if c.Grant == "" {
		return nil
	}
	return []Command{{
		Title: "Register an application for personal accounts",
		Kind:  KindSteps,
		Text: strings.Join([]string{
			"In the Entra admin center make an app registration for personal Microsoft accounts, and note its application ID.",
			"Add the redirect URI " + value(c.RedirectURI, gapRedirect) + " under Mobile and desktop applications.",
			"Add the delegated permissions " + delegated(c) + " and offline_access.",
			"Allow public client flows, which the device code needs.",
		}, "\n"),
		Note:       "Client credentials do not exist for personal accounts: a person signs in once.",
		Unverified: true,
	}}
}
