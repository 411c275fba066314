// Package workbench builds the ground and the capabilities, wires them to each
// other, and closes them. It alone knows more than one capability: use cases
// that span two live here.
package workbench

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"patchbay/backend/apiclient"
	"patchbay/backend/audit"
	"patchbay/backend/deployment"
	"patchbay/backend/event"
	"patchbay/backend/gateway"
	"patchbay/backend/handover"
	"patchbay/backend/idp"
	"patchbay/backend/localapi"
	"patchbay/backend/mailbox"
	"patchbay/backend/network"
	"patchbay/backend/notify"
	"patchbay/backend/operator"
	"patchbay/backend/outgoing"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// Options say what the workbench works on.
type Options struct {
	Dir     string // of the vault
	Version string // of Patchbay, for proofs
	Log     *slog.Logger
	Now     func() time.Time
	// Environ reads the environment, for the system's proxy; nil is [os.Getenv].
	Environ func(string) string
	Cost    *kdf.Cost // of a new vault's passwords; nil calibrates
	// ConfirmCost is asked before a password is derived at unusual cost; nil
	// refuses.
	ConfirmCost func(kdf.Cost) bool
}

// Workbench is everything that the doors call.
type Workbench struct {
	Operators     *operator.Operators
	Deployments   *deployment.Deployments
	Outgoing      *outgoing.Servers
	Mailboxes     *mailbox.Mailboxes
	Providers     *idp.Providers
	Clients       *apiclient.Clients
	Notifications *notify.Notifications
	Gateway       *gateway.Gateway
	LocalAPI      *localapi.API
	Handover      *handover.Targets
	Network       *network.Routes
	Discovery     *Discovery
	Rehearsal     *Rehearsal
	Audit         *audit.Journal
	Events        *event.Bus

	now    func() time.Time
	caught caught
}

// Open wires a workbench. It touches nothing on disk until it is asked to.
func Open(o Options) *Workbench {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Environ == nil {
		o.Environ = os.Getenv
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	events := &event.Bus{}
	operators := operator.New(operator.Options{
		Dir: o.Dir, Cost: o.Cost, ConfirmCost: o.ConfirmCost, Now: o.Now, Log: o.Log, Events: events,
	})
	journal := operators.Journal()
	variables := &variables{}
	routes := network.New(operators, journal, events, o.Environ)
	servers := outgoing.New(outgoing.Options{
		Access: operators, Deployments: variables, Network: routes,
		Journal: journal, Events: events, Now: o.Now, Version: o.Version,
	})
	mailboxes := mailbox.New(mailbox.Options{
		Access: operators, Deployments: variables, Network: routes,
		Journal: journal, Events: events, Now: o.Now, Version: o.Version,
	})
	providers := idp.New(idp.Options{
		Access: operators, Deployments: variables, Network: routes,
		Journal: journal, Events: events, Now: o.Now, Version: o.Version,
	})
	clients := apiclient.New(apiclient.Options{
		Access: operators, Deployments: variables, Network: routes,
		Journal: journal, Events: events, Now: o.Now, Version: o.Version,
	})
	targets := handover.New(handover.Options{
		Access: operators, Deployments: variables, Network: routes, Mail: deliveries{servers},
		Journal: journal, Events: events, Now: o.Now, Version: o.Version,
	})
	api := localapi.New(localapi.Options{
		Access: operators, Deployments: variables, Journal: journal, Events: events, Now: o.Now,
		VaultID: func() string { return operators.Status().VaultID },
	})
	rehearsal := newRehearsal(events, o.Now)
	catching := caught{rehearsal: rehearsal, servers: servers, deployments: variables}
	notifications := notify.New(notify.Options{
		Access: operators, Deployments: variables, Network: routes,
		Mail: postings{servers: servers, deployments: variables}, Rehearsal: catching,
		Journal: journal, Events: events, Now: o.Now, Version: o.Version,
	})
	deployments := deployment.New(operators, journal, events, servers, mailboxes, providers, clients, targets, notifications)
	variables.deployments = deployments
	mailing := gateway.New(gateway.Options{
		Access: operators, Deployments: gatewayDeployments{deployments}, Network: gatewayNetwork{routes}, Mail: gatewayMail{servers},
		Journal: journal, Events: events, Now: o.Now, Version: o.Version,
		VaultName: func() string { return vaultName(operators) },
	})
	return &Workbench{
		Operators: operators, Deployments: deployments, Outgoing: servers, Mailboxes: mailboxes, Providers: providers,
		Clients: clients, Notifications: notifications, Gateway: mailing, LocalAPI: api, Handover: targets, Network: routes, Discovery: &Discovery{operators: operators, routes: routes},
		Rehearsal: rehearsal, Audit: journal, Events: events, now: o.Now, caught: catching,
	}
}

// Now returns the time by the workbench's clock.
func (w *Workbench) Now() time.Time { return w.now() }

// Close ends the rehearsal servers and closes the vault.
func (w *Workbench) Close() error {
	return errors.Join(w.Rehearsal.Stop(), w.Operators.Close())
}

// variables gives the capabilities what they need of deployments, which in turn
// remove what belongs to a deployment that goes: the two are joined here.
type variables struct {
	deployments *deployment.Deployments
}

// NamesOf returns what the addresses of a deployment are made of.
func (v *variables) NamesOf(ctx context.Context, id string) (tenantID, hostname string, err error) {
	d, err := v.deployments.Get(ctx, id)
	return d.TenantID, d.Hostname, err
}

// TenantIDs lists those of all deployments.
func (v *variables) TenantIDs(ctx context.Context) ([]string, error) {
	all, err := v.deployments.List(ctx)
	ids := make([]string, len(all))
	for i, d := range all {
		ids[i] = d.TenantID
	}
	return ids, err
}

func (v *variables) ExistsIn(tx *vault.Tx, id string) error { return v.deployments.ExistsIn(tx, id) }

func (v *variables) LookupOf(ctx context.Context, id string) (func(string) (string, bool), error) {
	return v.deployments.LookupOf(ctx, id)
}
