package imap

import (
	"errors"

	"patchbay/backend/fault"
	"patchbay/backend/proof"

	goimap "github.com/emersion/go-imap/v2"
)

// remove takes the message out of the mailbox again, and nothing else: a plain
// EXPUNGE would remove whatever others have marked as deleted (RFC 4315 §2.1).
func (r *reader) remove(m *found) *proof.Finding {
	r.hasten()
	opened, err := r.client.Select(m.folder.name, nil).Wait()
	if err != nil {
		return r.notRemoved(err, "The server does not open the folder for writing.")
	}
	if opened.UIDValidity != m.validity {
		return r.notRemoved(nil, "The folder was made anew meanwhile.")
	}
	uids := goimap.UIDSetNum(m.uid)
	switch {
	case r.canMove() && (r.caps.Has(capGmail) || !r.caps.Has(goimap.CapUIDPlus)):
		r.hasten()
		if _, err := r.client.Move(uids, r.trash).Wait(); err != nil {
			return r.notRemoved(err, "The server does not move the message to the folder "+short(r.trash, maxWord)+".")
		}
	case r.caps.Has(goimap.CapUIDPlus):
		if err := r.expunge(uids); err != nil {
			return r.notRemoved(err, "The server does not remove the message.")
		}
	default:
		return r.notRemoved(nil, "The server has no way to remove a single message (UIDPLUS or MOVE).")
	}
	return nil
}

func (r *reader) canMove() bool { return r.caps.Has(goimap.CapMove) && r.trash != "" }

// expunge removes the messages of a set for good.
func (r *reader) expunge(uids goimap.UIDSet) error {
	r.hasten()
	mark := &goimap.StoreFlags{Op: goimap.StoreFlagsAdd, Silent: true, Flags: []goimap.Flag{goimap.FlagDeleted}}
	if err := r.client.Store(uids, mark, nil).Close(); err != nil {
		return err
	}
	r.hasten()
	return r.client.UIDExpunge(uids).Close()
}

// notRemoved warns: the round trip itself has worked.
func (r *reader) notRemoved(err error, why string) *proof.Finding {
	f := &proof.Finding{
		Code: CodeMailboxUnavailable, Reason: "not_removed",
		Cause:  "The test message arrived and still lies in the mailbox. " + why,
		Remedy: "Remove it with a mail program; its subject begins with Test message from Patchbay.",
		Fields: []string{"mailbox"},
	}
	var refused *goimap.Error
	if errors.As(err, &refused) {
		f.Remote = &fault.Remote{Code: string(refused.Type), Enhanced: string(refused.Code), Text: refused.Text}
	}
	return f
}
