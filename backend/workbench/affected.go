package workbench

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/credential"
	"patchbay/backend/deployment"
	"patchbay/backend/mailbox"
	"patchbay/backend/network"
	"patchbay/backend/outgoing"
	"patchbay/backend/vault"
)

// Kinds of what has secrets beside the integrations: the way out of this machine,
// the local API and the e-mail gateway belong to all deployments, the target of a
// hand-over to one.
const (
	KindNetwork  = "network"
	KindLocalAPI = "localapi"
	KindGateway  = "gateway"
	KindHandover = "handover"
)

// Affected is an integration with stored secrets. Rotating the encryption key
// encrypts them anew and leaves their values as they are. The mailboxes of a
// deployment are one: each field stands for that of all of them, since the oldest
// was changed.
type Affected struct {
	DeploymentID, Deployment string // empty for what belongs to all deployments
	Kind                     string // of an integration, or one of those above
	Target                   string
	Stored                   []outgoing.StoredSecret
}

// Affected lists every integration that has a stored secret, by the names of
// the deployments.
func (w *Workbench) Affected(ctx context.Context) ([]Affected, error) {
	deployments, err := w.Deployments.List(ctx)
	if err != nil {
		return nil, err
	}
	affected := []Affected{}
	for _, d := range deployments {
		for _, of := range []func(context.Context, deployment.Deployment) ([]Affected, error){
			w.affectedServer, w.affectedMailboxes, w.affectedProviders, w.affectedClients, w.affectedActions,
		} {
			some, err := of(ctx, d)
			if err != nil {
				return nil, err
			}
			affected = append(affected, some...)
		}
	}
	routes, err := w.Network.Get(ctx)
	if err != nil {
		return nil, err
	}
	api, err := w.affectedAPI(ctx)
	if err != nil {
		return nil, err
	}
	gateway, err := w.affectedGateway(ctx)
	return slices.Concat(affected, affectedProxy(routes), api, gateway), err
}

// affectedServer is the outgoing mail of a deployment, when it has secrets.
func (w *Workbench) affectedServer(ctx context.Context, d deployment.Deployment) ([]Affected, error) {
	server, err := w.Outgoing.Get(ctx, d.ID)
	stored := server.Stored()
	if err != nil || len(stored) == 0 {
		return nil, err
	}
	return []Affected{{
		DeploymentID: d.ID, Deployment: d.Name, Kind: KindOutgoing, Target: server.Target(), Stored: stored,
	}}, nil
}

// affectedMailboxes are the mailboxes of a deployment that have secrets.
func (w *Workbench) affectedMailboxes(ctx context.Context, d deployment.Deployment) ([]Affected, error) {
	list, err := w.Mailboxes.List(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	var all secretTally
	err = w.Operators.View(ctx, func(tx *vault.Tx) error {
		for _, box := range list {
			infos, err := credential.InfosOf(tx, mailbox.Kind, box.ID)
			if err != nil {
				return err
			}
			all.add(infos.Stored())
		}
		return nil
	})
	if err != nil || all.mailboxes == 0 {
		return nil, err
	}
	return []Affected{{
		DeploymentID: d.ID, Deployment: d.Name, Kind: KindMailboxes, Target: all.target(), Stored: all.stored,
	}}, nil
}

// secretTally counts the secrets of mailboxes.
type secretTally struct {
	mailboxes int
	stored    []credential.StoredSecret // of each field the oldest
	counts    []int                     // of each field, in the order of stored
}

func (s *secretTally) add(stored []credential.StoredSecret) {
	if len(stored) > 0 {
		s.mailboxes++
	}
	for _, one := range stored {
		at := 0
		for at < len(s.stored) && s.stored[at].Field != one.Field {
			at++
		}
		if at == len(s.stored) {
			s.stored, s.counts = append(s.stored, one), append(s.counts, 0)
		}
		s.counts[at]++
		if one.ChangedAt.Before(s.stored[at].ChangedAt) {
			s.stored[at].ChangedAt = one.ChangedAt
		}
	}
}

// target says how many mailboxes there are, and how many of them have which
// secret where they differ in that.
func (s *secretTally) target() string {
	text := countOf(s.mailboxes, "mailbox", "mailboxes")
	var parts []string
	for i, one := range s.stored {
		if s.counts[i] < s.mailboxes {
			parts = append(parts, fmt.Sprintf("%s of %d", one.Field, s.counts[i]))
		}
	}
	if len(parts) > 0 {
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	return text
}

// countOf writes a number with its noun.
func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// affectedProxy is the proxy, when it has a password.
func affectedProxy(routes network.Stored) []Affected {
	if !routes.Password.Set {
		return nil
	}
	return []Affected{{
		Kind: KindNetwork, Target: routes.Address,
		Stored: []outgoing.StoredSecret{{Field: "password", ChangedAt: routes.Password.ChangedAt}},
	}}
}

// affectedGateway is the e-mail gateway, when it has an authorization code.
func (w *Workbench) affectedGateway(ctx context.Context) ([]Affected, error) {
	stored, err := w.Gateway.Get(ctx)
	if err != nil || len(stored.Stored()) == 0 {
		return nil, err
	}
	return []Affected{{Kind: KindGateway, Target: cmp.Or(stored.Target(), titleGateway), Stored: stored.Stored()}}, nil
}
