package notify

import (
	"encoding/json"
	"maps"
	"slices"

	"patchbay/backend/document"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
)

// ActionDocument is the document of an action as it is shown: secrets are views.
type ActionDocument struct {
	Name            string         `json:"name"`
	NeedsPerson     bool           `json:"needsPerson"`
	NotifyByEmail   bool           `json:"notifyByEmail"`
	ManyFirstAnswer bool           `json:"manyFirstAnswer,omitempty"`
	Template        string         `json:"template,omitempty"`
	OwnServer       *smtp.Document `json:"ownServer,omitempty"`
}

// Document returns the action's document as it may be shown.
func (a Action) Document() ActionDocument {
	d := ActionDocument{
		Name: a.Name, NeedsPerson: a.NeedsPerson, NotifyByEmail: a.NotifyByEmail,
		ManyFirstAnswer: a.ManyFirstAnswer, Template: a.Template,
	}
	if a.Own != nil {
		server := a.Own.Server.Document(a.Secrets.Views())
		d.OwnServer = &server
	}
	return d
}

// ParseAction reads the document of an action. A switch that is left out is on; the
// template may be given by its name. It is strict about the form, as
// [smtp.Parse] is; what the values are good for [Notifications.SaveAction] says.
func ParseAction(doc []byte) (ActionDraft, error) {
	r, err := document.Read(doc)
	if err != nil {
		return ActionDraft{}, err
	}
	d := ActionDraft{Secrets: account.KeepSecrets()}
	d.Name, d.Template = r.Text("name"), r.Text("template")
	d.NeedsPerson, d.NotifyByEmail = unlessOff(r.Flag("needsPerson")), unlessOff(r.Flag("notifyByEmail"))
	if many := r.Flag("manyFirstAnswer"); many != nil {
		d.ManyFirstAnswer = *many
	}
	if has(doc, "ownServer") {
		inner := r.Object("ownServer")
		d.Own = &Own{}
		d.Own.Server, d.Secrets = smtp.Read(inner)
		r.Adopt(inner)
	}
	return d, r.Finish()
}

func unlessOff(flag *bool) bool { return flag == nil || *flag }

// has reports whether an object has a member.
func has(doc []byte, member string) bool {
	var fields map[string]json.RawMessage
	if json.Unmarshal(doc, &fields) != nil {
		return false
	}
	_, there := fields[member]
	return there
}

// PersonDocument is the document of a person.
type PersonDocument struct {
	Name       string            `json:"name"`
	UserName   string            `json:"userName"`
	Email      string            `json:"email"`
	Attributes map[string]string `json:"attributes,omitempty"`
}

// Document returns the person's document.
func (p Person) Document() PersonDocument {
	return PersonDocument{Name: p.Name, UserName: p.UserName, Email: p.Email, Attributes: p.Attributes}
}

// ParsePerson reads the document of a person.
func ParsePerson(doc []byte) (Person, error) {
	r, err := document.Read(doc)
	if err != nil {
		return Person{}, err
	}
	p := Person{Name: r.Text("name"), UserName: r.Text("userName"), Email: r.Text("email"), Attributes: map[string]string{}}
	inner := r.Object("attributes")
	var members struct {
		Attributes map[string]json.RawMessage `json:"attributes"`
	}
	if json.Unmarshal(doc, &members) == nil {
		for _, name := range slices.Sorted(maps.Keys(members.Attributes)) {
			p.Attributes[name] = inner.Text(name)
		}
	}
	r.Adopt(inner)
	return p, r.Finish()
}

// ParseEvent reads the document of an event: {action, people, everyone, message,
// key, rehearsal}.
func ParseEvent(doc []byte) (Event, error) {
	r, err := document.ReadLarge(doc)
	if err != nil {
		return Event{}, err
	}
	e := ReadEvent(r)
	return e, r.Finish()
}

// ReadEvent reads the fields of an event from a document that may have others.
func ReadEvent(r *document.Reader) Event {
	e := Event{Action: r.Text("action"), People: r.Texts("people"), Message: r.Text("message"), Key: r.Text("key")}
	if everyone := r.Flag("everyone"); everyone != nil {
		e.Everyone = *everyone
	}
	if rehearsal := r.Flag("rehearsal"); rehearsal != nil {
		e.Rehearsal = *rehearsal
	}
	return e
}

// TemplateDocument is the document of a template.
type TemplateDocument struct {
	Name    string `json:"name,omitempty"`
	Subject string `json:"subject"`
	HTML    string `json:"html"`
	Text    string `json:"text"`
}

// Document returns the template's document.
func (t Template) Document() TemplateDocument {
	return TemplateDocument{Name: t.Name, Subject: t.Subject, HTML: t.HTML, Text: t.Text}
}

// ParseTemplate reads the document of a template. Without a text it is made of the
// HTML.
func ParseTemplate(doc []byte) (Template, error) {
	r, err := document.ReadLarge(doc)
	if err != nil {
		return Template{}, err
	}
	t := Template{Name: r.Text("name"), Template: render.Template{Subject: r.Text("subject"), HTML: r.Text("html"), Text: r.Text("text")}}
	if t.Text == "" && len(t.HTML) <= render.MaxHTML {
		t.Text = render.TextOf(t.HTML)
	}
	return t, r.Finish()
}
