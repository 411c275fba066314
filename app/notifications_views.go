package app

import (
	"cmp"
	"slices"

	"patchbay/backend/notify"
)

// mostShown bounds the decisions and the messages of one answer.
const mostShown = 1000

func viewSwitches(s notify.StoredSwitches) NotificationSwitches {
	return NotificationSwitches{
		Revision: int(s.Revision), Integration: s.Integration, Notifications: s.Notifications,
		Identifier: s.Identifier, TemplateID: s.Template, MailConfigured: s.Mail.Configured, MailFrom: s.Mail.From,
	}
}

func viewIdentifiers(all []notify.Identifier) []PeopleIdentifier {
	views := make([]PeopleIdentifier, len(all))
	for i, one := range all {
		views[i] = PeopleIdentifier(one)
	}
	return views
}

func viewNotificationFindings(all []notify.Finding) []NotificationFinding {
	views := make([]NotificationFinding, len(all))
	for i, f := range all {
		views[i] = NotificationFinding{Finding: viewFinding(f.Finding), ActionID: f.ActionID, Warning: f.Warning}
	}
	return views
}

func (e NotificationEvent) event() notify.Event {
	return notify.Event{
		Action: e.ActionID, People: e.People, Everyone: e.Everyone, Message: e.Message, Key: e.Key, Rehearsal: e.Rehearsal,
	}
}

func viewRehearsed(decisions []notify.Decision) NotificationRehearsal {
	view := NotificationRehearsal{Decisions: []NotificationDecision{}, Total: len(decisions), Stops: []NotificationStop{}}
	stops := map[notify.Stop]int{} // their places in Stops
	for _, d := range decisions {
		if len(view.Decisions) < mostShown {
			view.Decisions = append(view.Decisions, viewRehearsedOne(d))
		}
		if d.Message {
			view.Messages++
		}
		if d.Mail {
			view.Mails++
			continue
		}
		at, known := stops[d.Stopped]
		if !known {
			at = len(view.Stops)
			stops[d.Stopped] = at
			view.Stops = append(view.Stops, NotificationStop{By: string(d.Stopped.By), Text: d.Stopped.Text})
		}
		view.Stops[at].Count++
	}
	slices.SortStableFunc(view.Stops, func(a, b NotificationStop) int { return cmp.Compare(b.Count, a.Count) })
	return view
}

func viewRehearsedOne(d notify.Decision) NotificationDecision {
	return NotificationDecision{
		PersonID: d.PersonID, Person: d.PersonName, Message: d.Message, Mail: d.Mail, Address: d.Address,
		StoppedBy: string(d.Stopped.By), StoppedText: d.Stopped.Text,
	}
}

func viewSent(messages []notify.Message) NotificationSent {
	counts := map[notify.Outcome]int{}
	for _, m := range messages {
		counts[m.Outcome]++
	}
	view := NotificationSent{
		Messages: viewNotifications(messages[:min(len(messages), mostShown)]), Total: len(messages), Outcomes: viewOutcomes(counts),
	}
	if len(messages) > 0 {
		view.EventID = messages[0].EventID
	}
	return view
}
