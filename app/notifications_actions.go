package app

import (
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/outgoing"
	"patchbay/backend/vault"
)

// ownServer is before the names of the fields of an action's own server.
const ownServer = "ownServer."

// draft turns what is on the screen into the use case's words. done wipes its
// secrets.
func (d NotificationActionDraft) draft() (draft notify.ActionDraft, done func()) {
	draft = notify.ActionDraft{Action: notify.Action{
		ID: d.ID, Revision: vault.Revision(d.Revision), Name: strings.TrimSpace(d.Name), NeedsPerson: d.NeedsPerson,
		NotifyByEmail: d.NotifyByEmail, ManyFirstAnswer: d.ManyFirstAnswer, Template: d.TemplateID,
	}}
	if d.Own == nil {
		return draft, func() {}
	}
	own, done := d.Own.draft()
	draft.Own, draft.Secrets = &notify.Own{Server: own.Settings}, own.Secrets
	return draft, done
}

func viewActions(deploymentID string, all []notify.Action) []NotificationAction {
	views := make([]NotificationAction, len(all))
	for i, a := range all {
		views[i] = viewAction(deploymentID, a)
	}
	return views
}

func viewAction(deploymentID string, a notify.Action) NotificationAction {
	view := NotificationAction{
		ID: a.ID, Revision: int(a.Revision), ChangedAt: stamp(a.ChangedAt), Name: a.Name, NeedsPerson: a.NeedsPerson,
		NotifyByEmail: a.NotifyByEmail, ManyFirstAnswer: a.ManyFirstAnswer, TemplateID: a.Template,
	}
	if a.Own != nil {
		own := viewOutgoing(outgoing.Server{
			DeploymentID: deploymentID, Revision: a.Revision, ChangedAt: a.ChangedAt, Enabled: a.NotifyByEmail,
			Settings: a.Own.Server, Status: a.Status, Infos: a.Secrets,
		})
		own.Configured = a.Own.Configured()
		view.Own = &own
	}
	return view
}

func viewActionCheck(d notify.ActionDraft, check notify.ActionCheck) NotificationActionCheck {
	view := NotificationActionCheck{Faults: viewFields(check.Faults)}
	if d.Own == nil {
		return view
	}
	own := viewOutgoingCheck(outgoing.Draft{Settings: d.Own.Server}, outgoing.Check{
		Ready: check.Ready, Bound: check.Bound, Advice: check.Advice,
	})
	for _, f := range check.Faults {
		if name, of := strings.CutPrefix(f.Name, ownServer); of {
			own.Faults = append(own.Faults, FieldFault(fault.Field{Name: name, Message: f.Message}))
		}
	}
	for _, name := range check.Unbound {
		own.Unbound = append(own.Unbound, strings.TrimPrefix(name, ownServer))
	}
	view.Own = &own
	return view
}
