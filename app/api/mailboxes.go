package api

import (
	"net/http"
	"net/url"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
)

func (a *routes) listMailboxes(c *call) (answer, error) {
	all, err := a.bench.Mailboxes.List(c.ctx, c.deployment.ID)
	if err != nil {
		return answer{}, err
	}
	rows := make([]mailbox.SummaryDocument, len(all))
	for i, m := range all {
		rows[i] = m.Document()
	}
	return ok(rows), nil
}

func (a *routes) getMailbox(c *call) (answer, error) {
	m, err := a.bench.Mailboxes.ByAddress(c.ctx, c.deployment.ID, c.r.PathValue("address"))
	if err != nil {
		return answer{}, err
	}
	return showMailbox(http.StatusOK, m), nil
}

func (a *routes) postMailbox(c *call) (answer, error) {
	settings, inputs, err := imap.Parse(c.body)
	if err != nil {
		return answer{}, err
	}
	defer inputs.Wipe()
	saved, err := a.bench.Mailboxes.Save(c.ctx, c.deployment.ID, mailbox.Draft{Settings: settings, Secrets: inputs})
	if err != nil {
		return answer{}, err
	}
	return showMailbox(http.StatusCreated, saved).with("Location", located(c, "mailboxes", saved.Settings.Mailbox)), nil
}

// putMailbox replaces the mailbox of the address, or makes it. The document may
// leave the address out, and name no other one.
func (a *routes) putMailbox(c *call) (answer, error) {
	settings, inputs, err := imap.Parse(c.body)
	if err != nil {
		return answer{}, err
	}
	defer inputs.Wipe()
	if settings.Mailbox, err = sameAs("mailbox", c.r.PathValue("address"), settings.Mailbox); err != nil {
		return answer{}, err
	}
	stored, err := a.bench.Mailboxes.ByAddress(c.ctx, c.deployment.ID, settings.Mailbox)
	if err != nil && !fault.HasCode(err, mailbox.CodeNotFound) {
		return answer{}, err
	}
	saved, err := a.replaceMailbox(c, stored, settings, inputs)
	if err != nil {
		return answer{}, stale(c.r.Header, err)
	}
	return showMailbox(created(stored.ID != ""), saved), nil
}

func (a *routes) replaceMailbox(
	c *call, stored mailbox.Mailbox, settings imap.Settings, inputs account.SecretInputs,
) (mailbox.Mailbox, error) {
	revision, err := ifMatch(c.r.Header, stored.Revision)
	if err != nil {
		return mailbox.Mailbox{}, err
	}
	return a.bench.Mailboxes.Save(c.ctx, c.deployment.ID, mailbox.Draft{
		ID: stored.ID, Revision: revision, Settings: settings, Secrets: inputs, Whole: true,
	})
}

func (a *routes) deleteMailbox(c *call) (answer, error) {
	stored, err := a.bench.Mailboxes.ByAddress(c.ctx, c.deployment.ID, c.r.PathValue("address"))
	if err != nil {
		return answer{}, err
	}
	revision, err := ifMatch(c.r.Header, stored.Revision)
	if err != nil {
		return answer{}, err
	}
	if err := a.bench.Mailboxes.Remove(c.ctx, c.deployment.ID, stored.ID, revision); err != nil {
		return answer{}, stale(c.r.Header, err)
	}
	return answer{status: http.StatusNoContent}, nil
}

func showMailbox(status int, m mailbox.Mailbox) answer {
	return answer{status: status, body: m.Document()}.with("ETag", entityTag(m.Revision))
}

// sameAs returns the name that a document gives to the thing at an address. It
// may leave the name out; another one is refused, because the address would be
// that of something else afterwards.
func sameAs(field, address, document string) (string, error) {
	switch {
	case document == "":
		return address, nil
	case strings.EqualFold(document, address):
		return document, nil
	}
	return "", fault.New(fault.Invalid, CodeNameDiffers, "the document names another one than the address").
		WithField(field, "must be the one of the address, or left out")
}

// located is where a new thing lies.
func located(c *call, collection, name string) string {
	return "/v1/deployments/" + url.PathEscape(c.r.PathValue("id")) + "/" + collection + "/" + url.PathEscape(name)
}
