package cli

import (
	"strconv"

	"patchbay/backend/gateway"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

// demoPeople have a long name, one from right to left, and no address: the last
// is told of as somebody whom no mail can reach.
func demoPeople() []notify.Person {
	return []notify.Person{
		{
			Name: "Jürgen Weiß-Schönleber", UserName: "jweiss", Email: "juergen.weiss@demo.example.com",
			Attributes: map[string]string{"upn": "jweiss@corp.example.com", "employeeId": "10412"},
		},
		{
			Name: "ليلى حسن", UserName: "lhassan", Email: "layla.hassan@demo.example.com",
			Attributes: map[string]string{"upn": "lhassan@corp.example.com", "employeeId": "10557"},
		},
		{Name: "Mara Example", UserName: "mara", Attributes: map[string]string{"employeeId": "10731"}},
	}
}

// furnishNotifications turns the switches on, adds people, and tells them of an
// action, so that there are messages to look at.
func (c *call) furnishNotifications(bench *workbench.Workbench, server workbench.RehearsalServer, deploymentID string) error {
	event := notify.Event{Action: "Approve transaction", Message: "Please approve the order of twelve chairs."}
	for _, person := range demoPeople() {
		saved, err := bench.Notifications.SavePerson(c.ctx, deploymentID, person)
		if err != nil {
			return err
		}
		event.People = append(event.People, saved.ID)
	}
	if err := c.furnishActions(bench, server, deploymentID); err != nil {
		return err
	}
	stored, err := bench.Notifications.Switches(c.ctx, deploymentID)
	if err != nil {
		return err
	}
	on := stored.Switches
	on.Integration, on.Notifications = true, true
	if _, err := bench.Notifications.SaveSwitches(c.ctx, deploymentID, on, stored.Revision); err != nil {
		return err
	}
	_, err = bench.Notifications.Send(c.ctx, deploymentID, event, "")
	return err
}

// furnishActions gives the actions with e-mail settings of their own a server.
func (c *call) furnishActions(bench *workbench.Workbench, server workbench.RehearsalServer, deploymentID string) error {
	actions, err := bench.Notifications.Actions(c.ctx, deploymentID)
	if err != nil {
		return err
	}
	for _, action := range actions {
		if action.Own == nil {
			continue
		}
		draft := action.Draft()
		draft.Own = &notify.Own{Server: server.Settings()}
		draft.Own.Server.FromName = action.Name
		draft.Secrets.Password = secret.Input{Change: secret.Set, Value: server.Password.Clone()}
		if _, err := bench.Notifications.SaveAction(c.ctx, deploymentID, draft); err != nil {
			return err
		}
	}
	return nil
}

// furnishGateway mails reset passwords through the rehearsal server, proved.
func (c *call) furnishGateway(bench *workbench.Workbench, server workbench.RehearsalServer, to string) error {
	endpoint := server.Endpoint(smtp.SecurityImplicitTLS)
	saved, err := bench.Gateway.Save(c.ctx, gateway.Draft{
		Settings: gateway.Settings{
			Enabled: true, Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: gateway.TLS,
			From: server.User, SenderName: "Patchbay demo", CAPEM: server.CAPEM,
		},
		Password: secret.Input{Change: secret.Set, Value: server.Password.Clone()},
	})
	if err != nil {
		return err
	}
	_, err = bench.Gateway.Prove(c.ctx, gateway.ProofRequest{Draft: saved.Draft(), Level: smtp.LevelSend, To: to})
	return err
}
