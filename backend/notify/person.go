package notify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/sheet"
)

// The attributes that everybody may have a field for; any others are free.
const (
	AttributeName     = "name"
	AttributeUserName = "userName"
	AttributeEmail    = "email"

	// DefaultIdentifier is the attribute that is the address where nothing else
	// is chosen.
	DefaultIdentifier = AttributeEmail
)

// The bounds of a person.
const (
	maxValue         = 1024 // bytes of a value
	maxAttributeName = 64   // bytes
	maxAttributes    = 32
)

// Attribute is a value of the person by its name, without regard to case; "" when
// there is none.
func (p Person) Attribute(name string) string {
	switch {
	case strings.EqualFold(name, AttributeName):
		return p.Name
	case strings.EqualFold(name, AttributeUserName):
		return p.UserName
	case strings.EqualFold(name, AttributeEmail):
		return p.Email
	}
	for own, value := range p.Attributes {
		if strings.EqualFold(own, name) {
			return value
		}
	}
	return ""
}

// Shown is what the person is called in a list.
func (p Person) Shown() string { return cmp.Or(p.Name, p.UserName, p.Email, "(without a name)") }

// trimmed is the person without blanks around values, and without empty
// attributes.
func (p Person) trimmed() Person {
	p.Name, p.UserName, p.Email = strings.TrimSpace(p.Name), strings.TrimSpace(p.UserName), strings.TrimSpace(p.Email)
	attributes := map[string]string{}
	for name, value := range p.Attributes {
		if value = strings.TrimSpace(value); value != "" {
			attributes[strings.TrimSpace(name)] = value
		}
	}
	p.Attributes = attributes
	return p
}

// check returns what is wrong with a trimmed person, by field. Who has no address
// may be saved: that is listed.
func (p Person) check() []fault.Field {
	var faults []fault.Field
	blame := func(name, message string) {
		if message != "" {
			faults = append(faults, fault.Field{Name: name, Message: message})
		}
	}
	if p.Name == "" && p.UserName == "" && p.Email == "" {
		blame(AttributeName, "is required, or a user name, or an e-mail address")
	}
	blame(AttributeName, checkValue(p.Name))
	blame(AttributeUserName, checkValue(p.UserName))
	if message := checkValue(p.Email); message != "" {
		blame(AttributeEmail, message)
	} else if p.Email != "" {
		blame(AttributeEmail, account.CheckAddress(p.Email))
	}
	return append(faults, checkAttributes(p.Attributes)...)
}

func checkAttributes(attributes map[string]string) []fault.Field {
	if len(attributes) > maxAttributes {
		return []fault.Field{{Name: "attributes", Message: fmt.Sprintf("must be at most %d", maxAttributes)}}
	}
	var faults []fault.Field
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		message := cmp.Or(checkAttributeName(name), checkValue(attributes[name]))
		if folded := strings.ToLower(name); seen[folded] {
			message = cmp.Or(message, "is there twice")
		} else {
			seen[folded] = true
		}
		if message != "" {
			faults = append(faults, fault.Field{Name: "attributes." + sheet.Shortened(name), Message: message})
		}
	}
	return faults
}

// checkAttributeName explains why an attribute cannot be called so, "" when it
// can.
func checkAttributeName(name string) string {
	if isBuiltIn(name) {
		return "has a field of its own"
	}
	return checkIdentifier(name)
}

// checkIdentifier is [checkAttributeName] for one that may have a field.
func checkIdentifier(name string) string {
	switch {
	case name == "":
		return "has no name"
	case len(name) > maxAttributeName:
		return fmt.Sprintf("must be at most %d bytes long", maxAttributeName)
	case !isLetter(name[0]):
		return "must begin with a letter"
	}
	for i := range len(name) {
		if c := name[i]; !isLetter(c) && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return "must consist of letters, digits, hyphens, underscores and full stops"
		}
	}
	return ""
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isBuiltIn(name string) bool {
	return strings.EqualFold(name, AttributeName) || strings.EqualFold(name, AttributeUserName) ||
		strings.EqualFold(name, AttributeEmail)
}

// checkValue explains what is wrong with a value, "" when nothing is. Line breaks
// would end up in headers. Marks that change the direction of text are part of some
// names: where they could deceive, they are kept apart when a mail is rendered.
func checkValue(value string) string {
	switch {
	case len(value) > maxValue:
		return fmt.Sprintf("must be at most %d bytes long", maxValue)
	case !utf8.ValidString(value):
		return "must be valid UTF-8"
	case strings.ContainsFunc(value, isControl):
		return "must not contain line breaks or other control characters"
	}
	return ""
}

func isControl(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029'
}
