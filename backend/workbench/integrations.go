package workbench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/mailbox"
	"patchbay/backend/outgoing"
)

// Names of the integrations, as the pages and the events have them.
const (
	KindOutgoing  = "outgoing"
	KindMailboxes = "mailboxes"
	KindIDP       = "idp"
	KindAPI       = "api"

	// KindNotifications are the mails of workflows, and the own servers of their
	// actions.
	KindNotifications = "notifications"

	titleOutgoing  = "Outgoing mail"
	titleMailboxes = "Mailboxes"
	titleIDP       = "Identity providers"
	titleAPI       = "API clients"
	titleLocalAPI  = "Local API"

	titleNotifications = "Notifications"
	titleGateway       = "E-mail gateway"
)

// Integration is what a deployment is connected to, with its light.
type Integration struct {
	Kind, Title string
	Target      string // host:port; empty when it is not configured
	Light       evidence.Light
	Summary     string
	Level       string    // of the proof it stands on, where that says how much is known; else ""
	ProvedAt    time.Time // zero when never, and for several things together
}

// mostGroups bounds the servers of mailboxes that are told one by one.
const mostGroups = 6

// Integrations lists those of a deployment: outgoing mail, configured or not,
// the mailboxes, if any, by their servers, the sign-in providers and API clients by
// their names, those that failed first, and the notifications.
func (w *Workbench) Integrations(ctx context.Context, deploymentID string) ([]Integration, error) {
	server, err := w.Outgoing.Get(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	groups, err := w.Mailboxes.Groups(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(groups, func(a, b mailbox.Group) int { return failedFirst(a.Light) - failedFirst(b.Light) })
	integrations := []Integration{outgoingIntegration(server)}
	if len(groups) == 0 {
		integrations = append(integrations, Integration{
			Kind: KindMailboxes, Title: titleMailboxes, Light: evidence.Missing, Summary: "None yet",
		})
	}
	for _, g := range groups[:min(len(groups), mostGroups)] {
		integrations = append(integrations, Integration{
			Kind: KindMailboxes, Title: titleMailboxes, Target: fmt.Sprintf("%s (%d)", g.Server, g.Count),
			Light: g.Light, Summary: g.Summary,
		})
	}
	if len(groups) > mostGroups {
		integrations = append(integrations, joined(groups[mostGroups:]))
	}
	providers, err := w.providerIntegrations(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	clients, err := w.clientIntegrations(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	notifications, err := w.notificationIntegration(ctx, deploymentID)
	return append(slices.Concat(integrations, providers, clients), notifications), err
}

func outgoingIntegration(server outgoing.Server) Integration {
	i := Integration{
		Kind: KindOutgoing, Title: titleOutgoing, Target: server.Target(),
		Light: server.Status.Light, Summary: server.Status.Summary,
	}
	if p := server.Status.Proof; p != nil {
		i.ProvedAt = p.StartedAt
	}
	return i
}

// joined tells of several servers together, with the worst light among them.
func joined(groups []mailbox.Group) Integration {
	worst := slices.MinFunc(groups, func(a, b mailbox.Group) int { return gravity(a.Light) - gravity(b.Light) })
	count := 0
	for _, g := range groups {
		count += g.Count
	}
	return Integration{
		Kind: KindMailboxes, Title: titleMailboxes,
		Target: fmt.Sprintf("%s (%d)", countOf(len(groups), "further server", "further servers"), count),
		Light:  worst.Light, Summary: worst.Server + ": " + worst.Summary,
	}
}

// shortened lists things of one kind, those that failed first, and what would be
// more than mostGroups of them together, with the worst light among those. None is
// told by the empty one.
func shortened(all []Integration, empty Integration, one, many string) []Integration {
	if len(all) == 0 {
		empty.Light, empty.Summary = evidence.Missing, "None yet"
		return []Integration{empty}
	}
	slices.SortStableFunc(all, func(a, b Integration) int { return failedFirst(a.Light) - failedFirst(b.Light) })
	if len(all) <= mostGroups {
		return all
	}
	rest := all[mostGroups:]
	worst := slices.MinFunc(rest, func(a, b Integration) int { return gravity(a.Light) - gravity(b.Light) })
	together := empty
	together.Target, together.Light = countOf(len(rest), one, many), worst.Light
	together.Summary = worst.Target + ": " + worst.Summary
	return append(slices.Clone(all[:mostGroups]), together)
}

// failedFirst keeps what failed from being hidden among further servers.
func failedFirst(light evidence.Light) int {
	if light == evidence.Failed {
		return 0
	}
	return 1
}

// gravity orders the lights, the worst first.
func gravity(light evidence.Light) int {
	return slices.Index([]evidence.Light{
		evidence.Failed, evidence.Stale, evidence.Missing, evidence.Never, evidence.Warned, evidence.Disabled, evidence.Proved,
	}, light)
}
