package imapd

import (
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"patchbay/backend/rehearsal/inbox"
)

// folder is one of the mailbox's; there are no others, and none can be made.
type folder struct {
	name  string
	attrs []imap.MailboxAttr
}

const (
	inboxFolder = "INBOX"
	junkFolder  = "Junk"
	delimiter   = '/'
)

func folders() []folder {
	none := imap.MailboxAttrHasNoChildren
	return []folder{
		{inboxFolder, []imap.MailboxAttr{none}},
		{junkFolder, []imap.MailboxAttr{none, imap.MailboxAttrJunk}},
		{"Sent", []imap.MailboxAttr{none, imap.MailboxAttrSent}},
	}
}

// find knows INBOX in any case (RFC 9051 §5.1).
func find(name string) (folder, error) {
	for _, f := range folders() {
		if f.name == name || f.name == inboxFolder && strings.EqualFold(name, inboxFolder) {
			return f, nil
		}
	}
	return folder{}, answer("NO [NONEXISTENT] There is no such folder.")
}

// messages are those that a folder shows, oldest first.
func (s *session) messages(name string) (list []inbox.Message, next uint32) {
	shown := inboxFolder
	if s.fault.junk {
		shown = junkFolder
	}
	list, next = s.server.options.Messages.Messages()
	if name != shown {
		return nil, next
	}
	return list, next
}

// List implements [imapserver.Session].
func (s *session) List(w *imapserver.ListWriter, ref string, patterns []string, options *imap.ListOptions) error {
	if len(patterns) == 0 { // asks for the delimiter alone (RFC 9051 §6.3.9)
		return w.WriteList(&imap.ListData{Attrs: []imap.MailboxAttr{imap.MailboxAttrNoSelect}, Delim: delimiter})
	}
	for _, f := range folders() {
		matches := slices.ContainsFunc(patterns, func(pattern string) bool {
			return imapserver.MatchList(f.name, delimiter, ref, pattern)
		})
		if !matches || options.SelectSpecialUse && len(f.attrs) == 1 {
			continue
		}
		data := &imap.ListData{Attrs: f.attrs, Delim: delimiter, Mailbox: f.name}
		if options.ReturnStatus != nil {
			data.Status = s.status(f, options.ReturnStatus)
		}
		if err := w.WriteList(data); err != nil {
			return err
		}
	}
	return nil
}

// Status implements [imapserver.Session].
func (s *session) Status(name string, options *imap.StatusOptions) (*imap.StatusData, error) {
	f, err := s.open(name)
	if err != nil {
		return nil, err
	}
	return s.status(f, options), nil
}

func (s *session) status(f folder, _ *imap.StatusOptions) *imap.StatusData {
	list, next := s.messages(f.name)
	count, unseen, deleted, recent, size := uint32(len(list)), uint32(0), uint32(0), uint32(0), int64(0)
	for _, m := range list {
		size += int64(len(s.shown(m)))
		if !s.server.flags.has(m.Number, imap.FlagSeen) {
			unseen++
		}
		if s.server.flags.has(m.Number, imap.FlagDeleted) {
			deleted++
		}
	}
	return &imap.StatusData{
		Mailbox: f.name, NumMessages: &count, NumUnseen: &unseen, NumDeleted: &deleted, NumRecent: &recent,
		Size: &size, UIDNext: imap.UID(next), UIDValidity: s.server.validity,
	}
}

// open finds a folder for a client that may look into it.
func (s *session) open(name string) (folder, error) {
	if s.fault.examine != nil {
		return folder{}, s.refuse(*s.fault.examine)
	}
	if s.fault.needsID && !s.link.hasIdentified() {
		return folder{}, answer(unsafeLogin)
	}
	return find(name)
}

// refused is the answer to commands that would change the folders.
func refused() error {
	return answer("NO [CANNOT] The folders of the rehearsal mailbox cannot be changed.")
}

// Create implements [imapserver.Session].
func (s *session) Create(string, *imap.CreateOptions) error { return refused() }

// Delete implements [imapserver.Session].
func (s *session) Delete(string) error { return refused() }

// Rename implements [imapserver.Session].
func (s *session) Rename(string, string, *imap.RenameOptions) error { return refused() }

// Subscribe implements [imapserver.Session]: every folder is subscribed to.
func (s *session) Subscribe(string) error { return nil }

// Unsubscribe implements [imapserver.Session].
func (s *session) Unsubscribe(string) error { return refused() }

// Append implements [imapserver.Session].
func (s *session) Append(string, imap.LiteralReader, *imap.AppendOptions) (*imap.AppendData, error) {
	return nil, refused()
}

// Copy implements [imapserver.Session].
func (s *session) Copy(imap.NumSet, string) (*imap.CopyData, error) { return nil, refused() }
