// Package deployment keeps the target systems: one deployment is one system in
// one environment, with the variables that its integrations refer to.
package deployment

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/placeholder"
	"patchbay/backend/vault"
)

// Environment says what a deployment is for.
type Environment string

// The environments of a deployment.
const (
	Development Environment = "development"
	Test        Environment = "test"
	Production  Environment = "production"
)

// Bounds of what is kept, in bytes but for the last.
const (
	maxName      = 200
	maxText      = 4096
	maxNotes     = 16 << 10
	maxVariables = 500
)

// Variable is the value of a %name% placeholder.
type Variable struct {
	Name  string
	Value string
}

// Deployment is one target system in one environment.
type Deployment struct {
	ID        string
	Revision  vault.Revision // 0: not saved yet
	ChangedAt time.Time

	Name        string
	TenantID    string // a DNS label (RFC 1123 §2.1), unique in the vault
	Hostname    string
	Environment Environment
	PortalURL   string // start page of the web portal, for %store-link%
	MessagesURL string // messages page of the web portal, for %action-link%
	Notes       string
	Variables   []Variable
}

// Lookup returns the value of a variable, for [placeholder.Expand].
func (d Deployment) Lookup(name string) (string, bool) {
	for _, v := range d.Variables {
		if v.Name == name {
			return v.Value, true
		}
	}
	return "", false
}

// Trimmed returns the deployment without blanks around its one-line fields.
func (d Deployment) Trimmed() Deployment {
	for _, field := range []*string{&d.Name, &d.TenantID, &d.Hostname, &d.PortalURL, &d.MessagesURL} {
		*field = strings.TrimSpace(*field)
	}
	d.TenantID = strings.ToLower(d.TenantID)
	d.Hostname = strings.ToLower(d.Hostname)
	variables := make([]Variable, len(d.Variables))
	for i, v := range d.Variables {
		variables[i] = Variable{Name: strings.TrimSpace(v.Name), Value: strings.TrimSpace(v.Value)}
	}
	d.Variables = variables
	return d
}

// Validate returns what is wrong with a trimmed deployment, field by field.
func (d Deployment) Validate() []fault.Field {
	var faults []fault.Field
	blame := func(name, message string) {
		if message != "" {
			faults = append(faults, fault.Field{Name: name, Message: message})
		}
	}
	blame("name", checkName(d.Name))
	blame("tenantId", checkTenantID(d.TenantID))
	blame("hostname", checkHostname(d.Hostname))
	blame("environment", checkEnvironment(d.Environment))
	blame("portalUrl", checkURL(d.PortalURL, "https://portal.example.com/"))
	blame("messagesUrl", checkURL(d.MessagesURL, "https://portal.example.com/messages"))
	blame("notes", checkNotes(d.Notes))
	return append(faults, checkVariables(d.Variables)...)
}

func checkName(name string) string {
	switch {
	case name == "":
		return "a name is required"
	case len(name) > maxName:
		return fmt.Sprintf("must be at most %d bytes long", maxName)
	}
	return checkLine(name)
}

// checkLine refuses what cannot stand in one line of text.
func checkLine(text string) string {
	if !utf8.ValidString(text) {
		return "must be valid UTF-8"
	}
	if strings.ContainsFunc(text, unicode.IsControl) {
		return "must not contain line breaks or other control characters"
	}
	return ""
}

func checkTenantID(id string) string {
	if id == "" {
		return "a tenant ID is required"
	}
	if !isDNSLabel(id) {
		return "must be a DNS label: 1 to 63 letters, digits and hyphens, no hyphen at either end"
	}
	return ""
}

func checkHostname(name string) string {
	if name == "" {
		return "a host name is required"
	}
	if strings.Contains(name, "://") || strings.Contains(name, "/") {
		return "enter the host name alone, without a scheme or a path"
	}
	if strings.Contains(name, ":") {
		return "enter the host name alone, without a port"
	}
	if len(name) > 253 {
		return "must be at most 253 characters long"
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(name, "."), ".") {
		if !isDNSLabel(label) {
			return "must be a host name such as portal.example.com"
		}
	}
	return ""
}

func isDNSLabel(label string) bool {
	if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	return placeholder.Valid(label) // the same letters, digits and hyphens
}

func checkEnvironment(e Environment) string {
	switch e {
	case Development, Test, Production:
		return ""
	}
	return "must be development, test or production"
}

// checkURL accepts an address that a mail can lead to as it stands. Nothing is
// filled in there, so that a percent sign can only begin an escape (RFC 3986 §2.1).
func checkURL(text, example string) string {
	if text == "" {
		return ""
	}
	if len(text) > maxText {
		return fmt.Sprintf("must be at most %d bytes long", maxText)
	}
	if message := checkLine(text); message != "" {
		return message
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return "must be a full address such as " + example
	}
	if _, err := url.PathUnescape(text); err != nil {
		return "must not hold a lone percent sign: nothing is filled in here, and a percent sign is written %25"
	}
	if u.User != nil {
		return "must not contain a user name or password"
	}
	return ""
}

func checkNotes(notes string) string {
	if len(notes) > maxNotes {
		return fmt.Sprintf("must be at most %d KiB long", maxNotes>>10)
	}
	if !utf8.ValidString(notes) || strings.ContainsRune(notes, 0) {
		return "must be text"
	}
	return ""
}

func checkVariables(variables []Variable) []fault.Field {
	if len(variables) > maxVariables {
		return []fault.Field{{Name: "variables", Message: fmt.Sprintf("must be at most %d", maxVariables)}}
	}
	var faults []fault.Field
	seen := map[string]bool{}
	for i, v := range variables {
		blame := func(field, message string) {
			if message != "" {
				faults = append(faults, fault.Field{Name: fmt.Sprintf("variables[%d].%s", i, field), Message: message})
			}
		}
		blame("name", checkVariableName(v.Name, seen))
		blame("value", checkVariableValue(v.Value))
		seen[v.Name] = true
	}
	return faults
}

func checkVariableName(name string, seen map[string]bool) string {
	switch {
	case name == "":
		return "a name is required"
	case !placeholder.Valid(name):
		return "must consist of the letters a to z, digits and hyphens"
	case len(name) > 63:
		return "must be at most 63 characters long"
	case seen[name]:
		return "is there twice"
	}
	return ""
}

func checkVariableValue(value string) string {
	if len(value) > maxText {
		return fmt.Sprintf("must be at most %d bytes long", maxText)
	}
	return checkLine(value)
}
