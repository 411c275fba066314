package notify

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/vault"
)

// Codes of what does not fit together.
const (
	CodeServerMissing    = "notify.server_missing"
	CodeServerFailed     = "notify.server_failed"
	CodeFromRefused      = "notify.from_refused"
	CodeOwnServerMissing = "notify.own_server_missing"
	CodeOwnServerFailed  = "notify.own_server_failed"
	CodeTemplateErrors   = "notify.template_errors"
	CodePortalURLMissing = "notify.portal_url_missing"
	CodeMessagesMissing  = "notify.messages_url_missing"
	CodeMailIsNoise      = "notify.mail_is_noise"
	CodeWithoutAddress   = "notify.people_without_address"
	CodeUnknownAttribute = "notify.identifier_unknown"
	CodeNobody           = "notify.no_people"
)

// Finding is something about the notifications of a deployment that does not fit
// together. Its fields are those of the switches, of an action or of the
// deployment.
type Finding struct {
	proof.Finding
	ActionID string // "" where it is not about one
	Warning  bool   // mail goes all the same
}

// Findings says what does not fit together: a switch that is on without a working
// server, without a template, with a From address that is refused; an action that
// goes to many and ends with the first answer; people without an address. Where all
// mail is switched off there is nothing to find.
func (n *Notifications) Findings(ctx context.Context, deploymentID string) ([]Finding, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return nil, err
	}
	s, err := n.survey(ctx, deploymentID)
	if err != nil || !s.switches.Notifications {
		return nil, err
	}
	for _, a := range s.actions {
		if a.NeedsPerson && a.NotifyByEmail {
			s.lookAt(a)
		}
	}
	s.lookAtServer()
	if len(s.used) > 0 {
		s.lookAtPeople()
	}
	return s.found, nil
}

// survey is what a deployment has, and what was found.
type survey struct {
	switches  StoredSwitches
	site      Site
	actions   []Action
	templates map[string]Template // by ID: those that actions use
	people    PeoplePage
	unknown   *proof.Finding  // nobody has the attribute of the identifier
	shared    bool            // an action would send through the outgoing mail
	used      map[string]bool // templates, by ID
	found     []Finding
}

func (n *Notifications) survey(ctx context.Context, deploymentID string) (*survey, error) {
	s := &survey{templates: map[string]Template{}, used: map[string]bool{}}
	var err error
	if s.site, err = n.deployments.SiteOf(ctx, deploymentID); err != nil {
		return nil, err
	}
	if s.switches, err = n.readSwitches(ctx, deploymentID); err != nil {
		return nil, err
	}
	if s.people, err = n.People(ctx, deploymentID, PeopleQuery{Limit: 1}); err != nil {
		return nil, err
	}
	if s.unknown, err = n.UnknownIdentifier(ctx, deploymentID, s.switches.Identifier); err != nil {
		return nil, err
	}
	lookup, err := n.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	err = n.access.View(ctx, func(tx *vault.Tx) (err error) {
		if s.actions, err = n.readActions(tx, deploymentID); err != nil {
			return err
		}
		if err := n.shine(tx, s.actions, lookup); err != nil {
			return err
		}
		for _, a := range s.actions {
			id := templateOf(s.switches.Switches, a)
			if _, known := s.templates[id]; known {
				continue
			}
			if s.templates[id], err = n.readTemplate(tx, deploymentID, id); err != nil {
				return err
			}
		}
		return nil
	})
	return s, err
}

func (s *survey) add(warning bool, actionID string, f proof.Finding) {
	s.found = append(s.found, Finding{Finding: f, ActionID: actionID, Warning: warning})
}

// lookAt finds what is wrong with an action whose own switch is on.
func (s *survey) lookAt(a Action) {
	switch {
	case a.Own != nil && !a.Own.Configured():
		s.add(false, a.ID, proof.Finding{
			Code:   CodeOwnServerMissing,
			Cause:  fmt.Sprintf("The action %s has e-mail settings of its own, and they name no server or no From address.", a.Name),
			Remedy: "Enter its server and its From address, or let it use the outgoing mail of the deployment.",
			Fields: []string{ownField("host"), ownField("from")},
		})
		return
	case a.Status.Light == evidence.Failed:
		s.add(false, a.ID, proof.Finding{
			Code:   CodeOwnServerFailed,
			Cause:  strings.TrimSpace(fmt.Sprintf("The last proof of the server of the action %s has failed. %s", a.Name, a.Status.Document().Cause)),
			Remedy: "Open the action, and correct what the proof of its server blames.",
			Fields: []string{"ownServer"},
		})
	case a.Own == nil && !s.switches.Integration && s.switches.Mail.Configured:
		return // switched off on purpose
	case a.Own == nil:
		s.shared = true
	}
	if a.ManyFirstAnswer {
		s.add(true, a.ID, proof.Finding{
			Code:   CodeMailIsNoise,
			Cause:  fmt.Sprintf("The action %s goes to many people and ends with the first answer: to all others its mail is mostly noise.", a.Name),
			Remedy: "Switch off e-mail notification for this action, and leave it to the messages in the portal.",
			Fields: []string{"notifyByEmail"},
		})
	}
	if id := templateOf(s.switches.Switches, a); !s.used[id] {
		s.used[id] = true
		s.lookAtTemplate(s.templates[id])
	}
}

// lookAtTemplate finds what is wrong with a template that is used.
func (s *survey) lookAtTemplate(t Template) {
	name := "The default template"
	if t.Name != "" {
		name = "The template " + t.Name
	}
	_, facts := factsOf(t.Template, s.site, s.switches.Mail)
	if facts.TemplateProblem != "" {
		s.add(false, "", proof.Finding{
			Code: CodeTemplateErrors, Cause: name + " has errors: " + facts.TemplateProblem,
			Remedy: "Open it and correct what is marked.", Fields: []string{"template"},
		})
	}
	if facts.StoreLink && facts.PortalURL == "" {
		s.missingURL(CodePortalURLMissing, name, "store-link", "web portal URL", "portalUrl")
	}
	if facts.ActionLink && facts.MessagesURL == "" {
		s.missingURL(CodeMessagesMissing, name, "action-link", "messages page URL", "messagesUrl")
	}
}

func (s *survey) missingURL(code, template, placeholder, what, field string) {
	for _, f := range s.found {
		if f.Code == code {
			return
		}
	}
	s.add(false, "", proof.Finding{
		Code: code, Cause: fmt.Sprintf("%s has %%%s%%, and the deployment has no %s.", template, placeholder, what),
		Remedy: "Enter the " + what + " in the deployment.", Fields: []string{field},
	})
}

// lookAtServer finds what is wrong with the outgoing mail, where an action uses it.
func (s *survey) lookAtServer() {
	mail := s.switches.Mail
	switch {
	case !s.shared:
	case !mail.Configured:
		s.add(false, "", proof.Finding{
			Code:   CodeServerMissing,
			Cause:  "E-mail notifications are switched on, and the deployment has no outgoing mail server.",
			Remedy: "Enter the outgoing mail server, or switch e-mail notifications off.",
			Fields: []string{"notifications"},
		})
	case mail.FromRefused:
		s.add(false, "", proof.Finding{
			Code:   CodeFromRefused,
			Cause:  fmt.Sprintf("The outgoing mail server refused the From address %s when it was last proved.", mail.From),
			Remedy: "Use an address that the account may send from, and prove the outgoing mail again.",
			Fields: []string{"from"},
		})
	case mail.Failed:
		s.add(false, "", proof.Finding{
			Code:   CodeServerFailed,
			Cause:  "The last proof of the outgoing mail has failed.",
			Remedy: "Open the outgoing mail, and correct what its proof blames.",
			Fields: []string{"integration"},
		})
	}
}

// lookAtPeople finds who cannot be told by mail.
func (s *survey) lookAtPeople() {
	switch {
	case s.people.Total == 0:
		s.add(true, "", proof.Finding{
			Code: CodeNobody, Cause: "There are no people yet to whom an event could be rehearsed.",
			Remedy: "Add people, or import them from a CSV file.", Fields: []string{"people"},
		})
	case s.unknown != nil:
		s.add(true, "", *s.unknown)
	case s.people.Unusable > 0:
		s.add(true, "", proof.Finding{
			Code: CodeWithoutAddress,
			Cause: fmt.Sprintf("The attribute %s holds no usable address for %s of %s people.",
				s.switches.Identifier, grouped(s.people.Unusable), grouped(s.people.Total)),
			Remedy: "Enter their addresses, or choose another attribute as the e-mail people identifier.",
			Fields: []string{"identifier"},
		})
	}
}
