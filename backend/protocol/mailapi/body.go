package mailapi

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

// member is one of the contract's fields.
type member struct {
	name  string
	value []byte
}

// Body writes expanded settings in the contract's eleven fields, in the order
// and the form of its sample: all values are text, and none is left out. Losses
// are what it has no field for; going names the secrets that the body holds. The
// caller wipes it.
func Body(s smtp.Settings, secrets smtp.Secrets) (body secret.Text, losses []Loss, going []string) {
	s = s.WithDefaults()
	var password []byte
	if s.Auth == smtp.SignInPassword && isText(secrets.Password) {
		password, going = secrets.Password.Reveal(), []string{"password"}
	}
	if s.Auth == smtp.SignInNone {
		s.User = "" // the contract has no other way to say so
	}
	return secret.New(write(members(s, password))), lossesOf(s, secrets), going
}

// isText reports whether a secret can be carried: JSON has no other bytes than
// those of UTF-8.
func isText(t secret.Text) bool { return t.IsSet() && utf8.Valid(t.Reveal()) }

func members(s smtp.Settings, password []byte) []member {
	flag := func(on bool) []byte { return strconv.AppendBool(nil, on) }
	return []member{
		{"replyToDisplayName", []byte(s.ReplyToName)},
		{"starttls", flag(s.Security == smtp.SecuritySTARTTLS)},
		{"port", []byte(s.Port)},
		{"host", []byte(s.Host)},
		{"replyTo", []byte(s.ReplyTo)},
		{"from", []byte(s.From)},
		{"fromDisplayName", []byte(s.FromName)},
		{"envelopeFrom", []byte(s.EnvelopeFrom)},
		{"ssl", flag(s.Security == smtp.SecurityImplicitTLS)},
		{"user", []byte(s.User)},
		{"password", password},
	}
}

// write lays the members out as the sample does: one a line. No slice outgrows
// its room, so that no copy of a secret is left behind.
func write(all []member) []byte {
	const around = 8 // bytes beside name and value
	size := len("{\n}")
	for _, m := range all {
		size += len(m.name) + around + longest(m.value)
	}
	out := append(make([]byte, 0, size), '{')
	for i, m := range all {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, "\n\""+m.name+"\": "...)
		out = appendText(out, m.value)
	}
	return append(out, "\n}"...)
}

// Masked is a body of [Body] as it may be shown: with a mask for the password.
func Masked(body secret.Text) string {
	var fields map[string]string
	if json.Unmarshal(body.Reveal(), &fields) != nil {
		return proof.Mask // it is none
	}
	var all []member
	for _, m := range members(smtp.Settings{}, nil) {
		value := fields[m.name]
		if m.name == "password" && value != "" {
			value = proof.Mask
		}
		all = append(all, member{m.name, []byte(value)})
	}
	return string(bytes.ToValidUTF8(write(all), []byte("\ufffd")))
}

// passwordOf takes the password out of a body, for the caller to wipe.
func passwordOf(body secret.Text) []byte {
	var fields map[string]string
	if json.Unmarshal(body.Reveal(), &fields) != nil {
		return nil
	}
	return []byte(fields["password"])
}
