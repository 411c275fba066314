package provider

import "strings"

func googleCommands(c CommandContext) []Command {
	switch c.Grant {
	case "client_credentials":
		return []Command{{
			Title: "Choose another way to obtain tokens",
			Kind:  KindSteps,
			Text: "Google hands out no mail token for a client secret alone.\n" +
				"Sign in as " + value(c.Mailbox, gapMailbox) + " once and keep the refresh token, or use an app password.",
		}}
	case "refresh_token":
		return []Command{googleClient(c)}
	}
	return []Command{googleAppPassword(c)}
}

func googleClient(c CommandContext) Command {
	return Command{
		Title: "Create an OAuth client at Google",
		Kind:  KindSteps,
		Text: strings.Join([]string{
			"In the Google Cloud console choose a project and set its OAuth consent screen up: internal for Google Workspace, otherwise published, not in testing.",
			"Add the scope " + scope(c, googleOAuth2().ScopesSMTP[0]) + ".",
			"Create an OAuth client of the type Desktop app: it takes any port of the redirect URI " + value(c.RedirectURI, gapRedirect) + ".",
			"Enter its client ID and client secret here.",
			"Sign in as " + value(c.Mailbox, gapMailbox) + " and agree.",
		}, "\n"),
		Note: "While the consent screen is in testing, the refresh token probably ends after 7 days; it also ends when the account's password is changed. " +
			"The names of pages and menus may have changed.",
		Unverified: true,
	}
}

func googleAppPassword(c CommandContext) Command {
	return Command{
		Title: "Create an app password",
		Kind:  KindSteps,
		Text: strings.Join([]string{
			"Switch 2-step verification on for " + value(c.Mailbox, gapMailbox) + ".",
			"Create an app password for mail in the settings of the Google account.",
			"Enter its 16 letters without blanks as password, and the whole address as user name.",
		}, "\n"),
	}
}
