package notify

import (
	"fmt"

	"patchbay/backend/protocol/account"
)

// Stopper names the switch or the missing value that stops a message or a mail.
// The names are those of the documents.
type Stopper string

// All that can stop a message or a mail, in the order in which they are asked.
const (
	StopNeedsPerson   Stopper = "needsPerson"   // of the action: no message, and no mail
	StopIntegration   Stopper = "integration"   // the deployment's switch for all its mail
	StopNotifications Stopper = "notifications" // the deployment's switch for all actions
	StopNotifyByEmail Stopper = "notifyByEmail" // the action's own switch
	StopServer        Stopper = "server"        // no outgoing mail is configured
	StopOwnServer     Stopper = "ownServer"     // the action's own server is not configured
	StopTemplate      Stopper = "template"      // it has errors
	StopPortalURL     Stopper = "portalUrl"     // %store-link% leads nowhere
	StopMessagesURL   Stopper = "messagesUrl"   // %action-link% leads nowhere
	StopIdentifier    Stopper = "identifier"    // the person has no such attribute
	StopAddress       Stopper = "address"       // the attribute is no mail address
	StopValue         Stopper = "value"         // the template wants what the person has not
)

// Stop says what stops a message or a mail, and in a sentence why.
type Stop struct {
	By   Stopper // "" when nothing does
	Text string
}

// Facts are what a decision needs to know beside switches, action and person.
type Facts struct {
	MailConfigured bool // the deployment has an outgoing mail server
	PortalURL      string
	MessagesURL    string
	// StoreLink and ActionLink: the template has a placeholder that leads to the
	// portal, or to its messages.
	StoreLink, ActionLink bool
	// Needs are the placeholders of the template that stand for what a person may
	// have or not: "person-name", "person-user-name" and "person-email".
	Needs []string
	// TemplateProblem is the first error of the template, "" when it has none.
	TemplateProblem string
}

// Decision is what an event comes to for one person.
type Decision struct {
	PersonID, PersonName string
	Message              bool   // one is put into the portal
	Mail                 bool   // one goes to Address
	Address              string // also where no mail goes; "" when there is none
	Stopped              Stop   // why there is no mail
}

// Decide says what an event of an action comes to for a person. It is the only
// place where this is decided.
func Decide(s Switches, a Action, p Person, facts Facts) Decision {
	s = s.WithDefaults()
	d := Decision{PersonID: p.ID, PersonName: p.Shown(), Message: a.NeedsPerson}
	address, unusable := addressOf(p, s.Identifier)
	d.Address = address
	for _, stopped := range []Stop{
		stoppedBySwitch(s, a), stoppedByServer(a, facts), stoppedByTemplate(facts), unusable, stoppedByValue(p, facts),
	} {
		if stopped.By != "" {
			d.Stopped = stopped
			return d
		}
	}
	d.Mail = true
	return d
}

// stoppedBySwitch asks the switches. That of the whole integration does not
// concern an action that has a server of its own.
func stoppedBySwitch(s Switches, a Action) Stop {
	switch {
	case !a.NeedsPerson:
		return Stop{StopNeedsPerson, "This action needs no person, so that there is nothing to tell anybody."}
	case !s.Integration && a.Own == nil:
		return Stop{StopIntegration, "E-mail integration is switched off, and this action has no e-mail settings of its own."}
	case !s.Notifications:
		return Stop{StopNotifications, "E-mail notifications are switched off for all actions."}
	case !a.NotifyByEmail:
		return Stop{StopNotifyByEmail, "E-mail notification is switched off for this action."}
	}
	return Stop{}
}

func stoppedByServer(a Action, facts Facts) Stop {
	switch {
	case a.Own != nil && !a.Own.Configured():
		return Stop{StopOwnServer, "This action has e-mail settings of its own, and they name no server or no From address yet."}
	case a.Own == nil && !facts.MailConfigured:
		return Stop{StopServer, "This deployment has no outgoing mail server yet."}
	}
	return Stop{}
}

func stoppedByTemplate(facts Facts) Stop {
	switch {
	case facts.TemplateProblem != "":
		return Stop{StopTemplate, "The template cannot be used: " + facts.TemplateProblem}
	case facts.StoreLink && facts.PortalURL == "":
		return Stop{StopPortalURL, "The template has %store-link%, and the deployment has no web portal URL."}
	case facts.ActionLink && facts.MessagesURL == "":
		return Stop{StopMessagesURL, "The template has %action-link%, and the deployment has no messages page URL."}
	}
	return Stop{}
}

// addressOf is the address that the identifier finds, in the form in which it is
// given to a server; a stop where that is none.
func addressOf(p Person, identifier string) (string, Stop) {
	value := p.Attribute(identifier)
	if value == "" {
		return "", Stop{StopIdentifier, fmt.Sprintf("This person has no attribute %s, which is the e-mail people identifier.", identifier)}
	}
	address, err := account.ParseAddress(value)
	if err != nil {
		return "", Stop{StopAddress, fmt.Sprintf("The attribute %s of this person is no e-mail address: it %s.", identifier, err)}
	}
	return address.String(), Stop{}
}

// stoppedByValue keeps a mail from saying that something is missing.
func stoppedByValue(p Person, facts Facts) Stop {
	for _, name := range facts.Needs {
		if p.placeholder(name) == "" {
			return Stop{StopValue, fmt.Sprintf("The template has %%%s%%, and this person has no such value.", name)}
		}
	}
	return Stop{}
}
