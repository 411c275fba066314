package workbench

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"patchbay/backend/apiclient"
	"patchbay/backend/deployment"
	"patchbay/backend/gateway"
	"patchbay/backend/handover"
	"patchbay/backend/idp"
	"patchbay/backend/localapi"
	"patchbay/backend/mailbox"
	"patchbay/backend/notify"
	"patchbay/backend/operator"
	"patchbay/backend/vault"
)

// mostNames bounds the names of one kind of records.
const mostNames = 20

// RecordName is what people call a record of the vault or of a backup: the name
// of its deployment, of the operator, of the sign-in provider, of the API client, of
// the action, person or template, or the address of the mailbox. It is empty for a
// record without a name, and for one whose name cannot be read. The backup may be
// nil.
func (w *Workbench) RecordName(ctx context.Context, kind, id string, b *operator.Backup) string {
	owner, record, field := secretParts(kind, id)
	switch owner {
	case "deployment", "outgoing", "outgoing-proofs":
		return join(w.nameIn(ctx, b, record, deployment.NameIn), field)
	case mailbox.Kind, mailbox.KindState, mailbox.KindProofs:
		return join(w.nameIn(ctx, b, record, mailbox.NameIn), field)
	case idp.Kind, idp.KindState, idp.KindProofs:
		return join(w.nameIn(ctx, b, record, idp.NameIn), field)
	case apiclient.Kind, apiclient.KindUse, apiclient.KindProofs:
		return join(w.nameIn(ctx, b, record, apiclient.NameIn), field)
	case apiclient.KindDefault:
		return w.nameIn(ctx, b, record, deployment.NameIn)
	case handover.KindMailAPI, handover.KindReceipts:
		return join(w.nameIn(ctx, b, record, handover.NameIn), field)
	case mailbox.KindAlias:
		return w.nameIn(ctx, b, record, mailbox.AliasNameIn)
	case notify.KindSwitches, notify.KindMade:
		return w.nameIn(ctx, b, record, deployment.NameIn)
	case notify.KindAction, notify.KindProofs, notify.KindPerson, notify.KindTemplate, notify.KindPart, notify.KindEvent, notify.KindMessage:
		return join(w.nameIn(ctx, b, record, func(tx *vault.Tx, id string) (string, error) {
			return notify.NameIn(tx, owner, id)
		}), field)
	case "operator":
		return w.nameIn(ctx, b, record, operator.NameIn)
	case KindNetwork, localapi.Kind, gateway.Kind, gateway.KindTemplate, gateway.KindPart, gateway.KindProofs:
		return field // a vault has one of each, which its kind names
	}
	return ""
}

// secretParts takes the identifier of a secret apart, "kind/ID/field": the
// record it belongs to, and its field there. Of the three only the ID may hold a
// slash.
func secretParts(kind, id string) (owner, record, field string) {
	first, last := strings.IndexByte(id, '/'), strings.LastIndexByte(id, '/')
	if kind != "secret" || first == last {
		return kind, id, ""
	}
	return id[:first], id[first+1 : last], id[last+1:]
}

func join(name, field string) string {
	if name == "" || field == "" {
		return cmp.Or(name, field)
	}
	return name + ": " + field
}

// DifferenceNames are the names of the records that a restore would change,
// sorted, each once, and not more than 20.
func (w *Workbench) DifferenceNames(ctx context.Context, b *operator.Backup, d vault.Difference) []string {
	names := []string{}
	for _, id := range slices.Concat(d.ComesBack, d.IsLost, d.Differs) {
		name := w.RecordName(ctx, d.Kind, id, b)
		if name == "" || slices.Contains(names, name) {
			continue
		}
		if names = append(names, name); len(names) == mostNames {
			break
		}
	}
	slices.Sort(names)
	return names
}

// nameIn asks the vault, then the backup.
func (w *Workbench) nameIn(
	ctx context.Context, b *operator.Backup, id string, read func(tx *vault.Tx, id string) (string, error),
) (name string) {
	view := func(tx *vault.Tx) (err error) {
		name, err = read(tx, id)
		return err
	}
	if w.Operators.View(ctx, view) != nil && b != nil {
		_ = b.View(ctx, view) // without a name it is shown by its identifier
	}
	return name
}
