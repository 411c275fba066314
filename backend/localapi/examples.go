package localapi

import (
	"bytes"
	"cmp"
	"net"
	"strconv"
	"strings"
	"text/template"
)

// DefaultCAFile is the file in which a script looks for the authority.
const DefaultCAFile = "patchbay-ca.pem"

// Example says whose lines are wanted.
type Example struct {
	Address      string // "https://127.0.0.1:8443"
	CAFile       string // where the authority was saved; "" is [DefaultCAFile]
	TenantID     string
	DeploymentID string
	ClientID     string
}

// ExampleText is a text that can be run as it stands. It takes the client's
// secret from the environment variable PATCHBAY_CLIENT_SECRET, and writes what
// is in smtp.json: without that file it only reads.
type ExampleText struct {
	Language string // "curl", "Go" or "PowerShell"
	Title    string
	Text     string
}

// Examples returns lines that obtain a token, write the SMTP configuration of a
// deployment, and read it.
func (a *API) Examples(e Example) []ExampleText {
	e.CAFile = cmp.Or(e.CAFile, DefaultCAFile)
	return []ExampleText{
		{"curl", "curl in a shell", e.fill(curlExample, quoteShell)},
		{"Go", "A Go program", e.fill(goExample, strconv.Quote)},
		{"PowerShell", "PowerShell 7", e.fill(powerShellExample, quotePowerShell)},
	}
}

// fill puts the values into an example, each quoted as its language wants it: a
// client ID may hold any character that can be printed.
func (e Example) fill(text string, quote func(string) string) string {
	t := template.Must(template.New("").Parse(text))
	var b bytes.Buffer
	err := t.Execute(&b, map[string]string{
		"Address": quote(e.Address), "CAFile": quote(e.CAFile), "ClientID": quote(e.ClientID),
		"Read":  quote(e.Address + "/v1/deployments/" + e.DeploymentID + "/smtp"),
		"Write": quote(e.Address + "/auth/realms/" + e.TenantID + "/mail/setup"),
		"Token": quote(e.Address + "/oauth2/token"),
		"SSMS":  e.ssms(), // in a remark
	})
	if err != nil { // strings into a buffer
		return ""
	}
	return b.String()
}

// ssms is the address of the contract with the tenant in the host.
func (e Example) ssms() string {
	_, port, err := net.SplitHostPort(strings.TrimPrefix(e.Address, "https://"))
	if err != nil { // it does not run
		port = "PORT"
	}
	return "https://" + net.JoinHostPort(e.TenantID+".localhost", port) + "/digitanium/v4/mail/config"
}

// quoteShell quotes for a POSIX shell (XCU §2.2.2).
func quoteShell(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

func quotePowerShell(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
