package notify

import (
	"fmt"
	"slices"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

// faults are those of the document and of its secrets, named as in the document.
func (d *settledAction) faults(lookup func(string) (string, bool)) []fault.Field {
	var faults []fault.Field
	switch message := checkValue(d.Name); {
	case d.Name == "":
		faults = append(faults, fault.Field{Name: "name", Message: "is required"})
	case len(d.Name) > maxActionName:
		faults = append(faults, fault.Field{Name: "name", Message: fmt.Sprintf("must be at most %d bytes long", maxActionName)})
	case message != "":
		faults = append(faults, fault.Field{Name: "name", Message: message})
	}
	return append(faults, inOwn(d.ownFaults(lookup))...)
}

// ownFaults are those of the server. One without anything in it is only not
// configured yet.
func (d *settledAction) ownFaults(lookup func(string) (string, bool)) []fault.Field {
	if d.Own == nil || d.Own.Server == (smtp.Settings{}) && !d.bringsSecret() {
		return nil
	}
	faults := d.Own.Server.Check()
	if d.Settled == nil {
		return faults
	}
	for _, u := range d.unresolved {
		faults = append(faults, credential.WithoutValue(u))
	}
	if len(faults) == 0 {
		expanded, _ := d.Own.Server.WithDefaults().Expand(lookup)
		faults = expanded.Check()
	}
	return slices.Concat(faults, credential.Faults(d.Inputs), d.Settled.Faults)
}

// typedIn is a server as somebody entered it. One of which there are only choices,
// with which a form and a document begin, has nothing in it; an action has a switch of
// its own.
func typedIn(s smtp.Settings) smtp.Settings {
	s.Enabled = nil
	typed := s
	typed.Security, typed.Auth, typed.InsecureAllowPlainPassword, typed.TimeoutSeconds = "", "", false, 0
	typed.OAuth2.Grant, typed.OAuth2.ClientAuth = "", ""
	if typed == (smtp.Settings{}) {
		return typed
	}
	return s
}

// bringsSecret reports whether a secret came with the draft, which would be lost with
// a server that is not configured.
func (d *settledAction) bringsSecret() bool {
	s := d.Secrets
	return slices.ContainsFunc([]secret.Input{s.Password, s.ClientSecret, s.RefreshToken}, func(i secret.Input) bool {
		return i.Change == secret.Set
	})
}

// inOwn names fields of the server as members of the action's document.
func inOwn(faults []fault.Field) []fault.Field {
	for i := range faults {
		faults[i].Name = ownField(faults[i].Name)
	}
	return faults
}

func ownField(name string) string { return "ownServer." + name }

// prefixed names the fields of the server, which an error of its keeper blames, as
// members of the action's document.
func prefixed(err error) error {
	if !fault.HasCode(err, CodeBoundElsewhere) && !fault.HasCode(err, credential.CodeInvalid) {
		return err
	}
	f := *fault.Of(err)
	f.Fields = slices.Clone(f.Fields)
	for i, field := range f.Fields {
		if field.Name != "method" { // of a request to sign in
			f.Fields[i].Name = ownField(field.Name)
		}
	}
	return &f
}
