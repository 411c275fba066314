package imap

import (
	"errors"
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"

	goimap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// place is a folder in which the message may lie.
type place struct {
	name string
	role proof.FolderRole
}

// shown is the name with no more of it than may be shown.
func (p place) shown() string { return short(p.name, maxWord) }

// found is the message.
type found struct {
	folder   place
	uid      goimap.UID
	validity uint32 // UIDVALIDITY of the folder
	fields   []headerField
	seen     time.Time
}

// folders lists where to look, INBOX first.
func (r *reader) folders() ([]place, error) {
	r.hasten()
	var options *goimap.ListOptions
	if r.caps.Has(goimap.CapSpecialUse) {
		options = &goimap.ListOptions{ReturnSpecialUse: true}
	}
	listed, err := r.client.List("", "*", options).Collect()
	if err != nil {
		return nil, err
	}
	inbox := place{"INBOX", proof.RoleInbox}
	places := []place{inbox}
	for _, role := range []proof.FolderRole{proof.RoleJunk, proof.RoleAll} {
		if name := folderFor(role, listed); name != "" {
			places = append(places, place{name, role})
		}
	}
	if r.caps.Has(goimap.CapIdle) && len(places) > 1 {
		places = append(places, inbox) // what is opened last is listened to
	}
	r.trash = folderFor(proof.RoleTrash, listed)
	return places, nil
}

// folderFor finds the folder of a special use (RFC 6154), or one that has the
// name that servers without special uses give it.
func folderFor(role proof.FolderRole, listed []*goimap.ListData) string {
	attr, byName := `\`+string(role), ""
	for _, folder := range listed {
		if slices.Contains(folder.Attrs, goimap.MailboxAttrNoSelect) || slices.Contains(folder.Attrs, goimap.MailboxAttrNonExistent) {
			continue
		}
		if slices.ContainsFunc(folder.Attrs, func(a goimap.MailboxAttr) bool { return strings.EqualFold(string(a), attr) }) {
			return folder.Mailbox
		}
		if byName == "" && usualRole(lastPart(folder)) == role {
			byName = folder.Mailbox
		}
	}
	return byName
}

// lastPart is the name of a folder without those above it.
func lastPart(folder *goimap.ListData) string {
	name := folder.Mailbox
	if i := strings.LastIndex(name, string(folder.Delim)); folder.Delim != 0 && i >= 0 {
		name = name[i+len(string(folder.Delim)):]
	}
	return name
}

// isRefusal tells an answer of the server from the end of the connection.
func isRefusal(err error) bool {
	var refused *goimap.Error
	return errors.As(err, &refused)
}

// lookInto opens a folder for reading and looks for the message.
func (r *reader) lookInto(where place) (*found, error) {
	r.hasten()
	opened, err := r.client.Select(where.name, &goimap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(r.looked, where.shown()) {
		r.looked = append(r.looked, where.shown())
	}
	if opened.NumMessages == 0 {
		return nil, nil
	}
	uids, err := r.search()
	if err != nil || len(uids) == 0 {
		return nil, err
	}
	message, err := r.fetch(uids)
	if message != nil {
		message.folder, message.validity = where, opened.UIDValidity
	}
	return message, err
}

// search asks for the Message-ID, then for the subject: some servers on the way
// give a message another ID, and some mailbox servers know only few headers.
func (r *reader) search() ([]goimap.UID, error) {
	id := strings.Trim(r.request.Sent.MessageID, "<>")
	uids, err := r.searchFor("Message-Id", id)
	if len(uids) > 0 || err != nil && !isRefusal(err) {
		return uids, err
	}
	return r.searchFor("Subject", r.request.Sent.Subject)
}

// searchFor returns the newest few messages that match.
func (r *reader) searchFor(header, value string) ([]goimap.UID, error) {
	const most = 4
	r.hasten()
	data, err := r.client.UIDSearch(&goimap.SearchCriteria{
		Header: []goimap.SearchCriteriaHeaderField{{Key: header, Value: value}},
	}, nil).Wait()
	if err != nil {
		return nil, err
	}
	set, _ := data.All.(goimap.UIDSet)
	uids, _ := set.Nums() // none where 0 is among them, which is no UID and means the last one
	slices.Sort(uids)
	return uids[max(0, len(uids)-most):], nil
}

// fetch reads the heads, without marking anything as read, and returns the
// message: some servers find more than they were asked for.
func (r *reader) fetch(uids []goimap.UID) (*found, error) {
	r.hasten()
	messages, err := r.client.Fetch(goimap.UIDSetNum(uids...), &goimap.FetchOptions{
		UID: true,
		BodySection: []*goimap.FetchItemBodySection{{
			Specifier: goimap.PartSpecifierHeader,
			HeaderFields: []string{
				"Message-Id", "Subject", "From", "Return-Path", "Received", "Authentication-Results", "In-Reply-To", "References",
			},
			Peek: true,
		}},
	}).Collect()
	if err != nil {
		return nil, err
	}
	for _, message := range messages {
		if !slices.Contains(uids, message.UID) {
			continue
		}
		if fields := r.recognise(message); fields != nil {
			return &found{uid: message.UID, fields: fields, seen: time.Now()}, nil
		}
	}
	return nil, nil
}

// recognise returns the head of a message that is the one that was sent, and not
// an answer to it, which may have its subject.
func (r *reader) recognise(message *imapclient.FetchMessageBuffer) []headerField {
	for _, section := range message.BodySection {
		fields := readHeader(section.Bytes[:min(len(section.Bytes), maxHeader)])
		sent := r.request.Sent
		if first(fields, "message-id") == sent.MessageID {
			return fields
		}
		answers := strings.Contains(first(fields, "in-reply-to")+first(fields, "references"), sent.MessageID)
		if !answers && sent.Subject != "" && strings.Contains(first(fields, "subject"), sent.Subject) {
			return fields
		}
	}
	return nil
}
