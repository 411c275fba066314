package provider

// CommandContext holds the values that commands are filled in with. What is
// empty stands in a command as a readable gap.
type CommandContext struct {
	Tenant   string // a tenant ID or a domain of the organisation
	ClientID string // the application (client) ID
	// ObjectID is that of the enterprise application. The object ID of the app
	// registration is another one, and the usual mistake.
	ObjectID    string
	Mailbox     string // the address that sends or is read
	Host        string
	Protocol    string // "smtp" or "imap"
	Grant       string // "client_credentials" or "refresh_token"; "" is a password
	Scope       string // "" is the provider's own
	RedirectURI string
}

// CommandKind says what to do with a command.
type CommandKind string

// The closed set of kinds.
const (
	KindURL        CommandKind = "url"        // to be opened in a browser
	KindPowerShell CommandKind = "powershell" // to be run in PowerShell
	KindShell      CommandKind = "shell"      // to be run in a POSIX shell
	KindSteps      CommandKind = "steps"      // to be read and done by hand, one step a line
)

// Command is something to do at the provider. Patchbay runs none of them.
type Command struct {
	Title, Text string
	Kind        CommandKind
	Note        string
	Unverified  bool // could not be confirmed
}

// Commands returns what has to be done at the provider before the configuration
// of c can work, in the order in which to do it; none where nothing is known
// beyond the provider's Advice.
func Commands(p Provider, c CommandContext) []Command {
	switch p.ID {
	case "microsoft365":
		return microsoftCommands(c)
	case "outlook.com":
		return outlookCommands(c)
	case "gmail":
		return googleCommands(c)
	case "ses":
		return amazonCommands(p, c)
	}
	return nil
}
