package notify

import (
	"cmp"

	"patchbay/backend/credential"
	"patchbay/backend/notify/shelf"
	"patchbay/backend/vault"
)

// NameIn returns what people call a record of this package's kinds in a vault or a
// backup, "" for one that has no name of its own, or [vault.ErrNoRecord].
func NameIn(tx *vault.Tx, kind, id string) (string, error) {
	switch kind {
	case KindAction, KindProofs:
		r, _, err := newActions().Get(tx, id)
		return r.Name, err
	case KindPerson:
		r, _, err := newPersons().Get(tx, id)
		return cmp.Or(r.Name, r.UserName, r.Email), err
	case KindTemplate:
		h, err := newTemplates().Heading(tx, id)
		if err != nil {
			return "", err
		}
		return cmp.Or(h.Name, defaultSlug), nil
	case KindPart:
		return NameIn(tx, KindTemplate, shelf.Owner(id))
	case KindEvent:
		r, _, err := newSendings().Get(tx, id)
		return r.ActionName, err
	case KindMessage:
		r, _, err := newMessages().Get(tx, id)
		return r.PersonName, err
	}
	return "", nil
}

// StoredSecret says of one stored secret only that it is there.
type StoredSecret = credential.StoredSecret

// Stored lists the secrets that an action's own server has.
func (a Action) Stored() []StoredSecret { return a.Secrets.Stored() }

// Target is where an action's own server is reached, "host:port" as it was entered;
// "" without one.
func (a Action) Target() string {
	if !a.Own.Configured() {
		return ""
	}
	full := a.Own.Server.WithDefaults()
	return full.Host + ":" + full.Port
}
