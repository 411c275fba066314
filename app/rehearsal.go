package app

import (
	"context"
	"strconv"

	"patchbay/backend/protocol/account"
	"patchbay/backend/workbench"
)

// Rehearsal runs the built-in servers and shows what they caught.
type Rehearsal struct{ app *App }

func (r *Rehearsal) bench() *workbench.Rehearsal { return r.app.bench.Rehearsal }

// Status describes the servers.
func (r *Rehearsal) Status() (RehearsalStatus, error) {
	return call(r.app, func(context.Context) (RehearsalStatus, error) { return r.status(), nil })
}

func (r *Rehearsal) status() RehearsalStatus {
	server, running := r.bench().Running()
	if !running {
		return RehearsalStatus{Faults: []RehearsalFault{}, IDP: RehearsalProvider{People: []RehearsalPerson{}}}
	}
	return viewRehearsal(server)
}

// Start starts the servers.
func (r *Rehearsal) Start() (RehearsalStatus, error) {
	return call(r.app, func(context.Context) (RehearsalStatus, error) {
		_, err := r.bench().Start()
		return r.status(), err
	})
}

// Stop ends the servers; what they caught is forgotten.
func (r *Rehearsal) Stop() (RehearsalStatus, error) {
	return call(r.app, func(context.Context) (RehearsalStatus, error) {
		err := r.bench().Stop()
		return r.status(), err
	})
}

// SetFault chooses the failure that the server of a protocol ("smtp", "imap",
// "idp") acts; empty means none.
func (r *Rehearsal) SetFault(protocol, name string) (RehearsalStatus, error) {
	return call(r.app, func(context.Context) (RehearsalStatus, error) {
		err := r.bench().SetFault(protocol, name)
		return r.status(), err
	})
}

// Messages lists the inbox, newest first.
func (r *Rehearsal) Messages() ([]RehearsalMessage, error) {
	return call(r.app, func(context.Context) ([]RehearsalMessage, error) {
		caught, err := r.bench().Messages()
		views := make([]RehearsalMessage, len(caught))
		for i, m := range caught {
			views[i] = viewMessage(m)
		}
		return views, err
	})
}

// Message returns one message of the inbox.
func (r *Rehearsal) Message(id string) (RehearsalMail, error) {
	return call(r.app, func(context.Context) (RehearsalMail, error) {
		m, err := r.bench().Message(id)
		if err != nil {
			return RehearsalMail{}, err
		}
		view := RehearsalMail{
			RehearsalMessage: viewMessage(m.Summary), EnvelopeFrom: m.EnvelopeFrom,
			Headers: make([]Header, len(m.Headers)), Text: m.Text, HTML: m.HTML, Raw: m.Raw,
		}
		for i, h := range m.Headers {
			view.Headers[i] = Header{Name: h.Name, Value: h.Value}
		}
		return view, nil
	})
}

// Show shows the HTML of a message as a mail program would. A look is light, dark
// or narrow.
func (r *Rehearsal) Show(id, look string) (RehearsalShown, error) {
	return call(r.app, func(context.Context) (RehearsalShown, error) {
		shown, err := r.bench().Show(id, look)
		return RehearsalShown{
			Document: shown.Document, Refused: shown.Refused, Withheld: Withheld(shown.Withheld),
		}, err
	})
}

// Clear empties the inbox.
func (r *Rehearsal) Clear() error {
	return do(r.app, func(context.Context) error { return r.bench().Clear() })
}

func viewMessage(m workbench.CaughtMessage) RehearsalMessage {
	return RehearsalMessage{
		ID: m.ID, ReceivedAt: stamp(m.ReceivedAt), From: m.From, To: list(m.To), Subject: m.Subject, Size: m.Size,
	}
}

func viewRehearsal(server workbench.RehearsalServer) RehearsalStatus {
	settings := server.Settings()
	password := string(server.Password.Reveal())
	view := RehearsalStatus{
		Running: true, Host: settings.Host, Port: settings.Port, Security: string(settings.Security),
		User: server.User, Password: password, CAPEM: server.CAPEM,
		Fault: server.Fault, Faults: viewFaults(server), Messages: server.Messages,
		IMAPFault: server.IMAP.Fault, IDP: viewRehearsalProvider(server.IDP), IDPFault: server.IDP.Fault,
	}
	imap := server.IMAP.Endpoint(account.SecurityImplicitTLS)
	view.IMAP = RehearsalEndpoint{
		Host: imap.Host, Port: strconv.Itoa(imap.Port), Security: imap.Security, User: server.User, Password: password,
	}
	return view
}

func viewRehearsalProvider(p workbench.RehearsalIDP) RehearsalProvider {
	view := RehearsalProvider{
		Issuer: p.Issuer, ClientID: p.ClientID, ClientSecret: string(p.ClientSecret.Reveal()),
		AuthorizationURL: p.AuthorizationURL, TokenURL: p.TokenURL, UserInfoURL: p.UserInfoURL,
		SAMLMetadataURL: p.SAMLMetadataURL, People: make([]RehearsalPerson, len(p.People)),
	}
	for i, person := range p.People {
		view.People[i] = RehearsalPerson{Name: person.Name, Email: person.Email}
	}
	return view
}

func viewFaults(server workbench.RehearsalServer) []RehearsalFault {
	var views []RehearsalFault
	for _, f := range server.Faults {
		views = append(views, RehearsalFault{Name: f.Name, Label: f.Label, Protocol: "smtp"})
	}
	for _, f := range server.IMAP.Faults {
		views = append(views, RehearsalFault{Name: f.Name, Label: f.Label, Protocol: "imap"})
	}
	for _, f := range server.IDP.Faults {
		views = append(views, RehearsalFault{Name: f.Name, Label: f.Label, Protocol: "idp"})
	}
	return views
}
