package imap

import (
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/proof"
)

// listing is what LIST and STATUS say of a mailbox.
type listing struct {
	decode  bool // names are in modified UTF-7
	marked  bool // the server marks some folders with their use
	folders []folder
	cut     bool
	counts  int // STATUS responses
}

// folder is one of a listing, with its name as the server wrote it.
type folder struct {
	raw       string
	delimiter string // of levels in the name, "" when there are none
	proof.Folder
}

// add takes the text of a LIST response: (\HasNoChildren \Sent) "/" "Sent"
// (RFC 9051 §7.3.1). What cannot be read is left out. A nil listing takes
// nothing: LIST was not asked for.
func (l *listing) add(text string) {
	if l == nil {
		return
	}
	d := data{rest: text}
	attributes := d.list()
	delimiter, flat := d.text()
	raw, _ := d.text()
	if d.bad || raw == "" {
		return
	}
	if len(l.folders) == maxFolders {
		if l.cut = true; !strings.EqualFold(raw, "INBOX") {
			return
		}
		l.folders = l.folders[:maxFolders-1] // INBOX matters more than any other
	}
	f := folder{raw: raw}
	f.Name = raw
	if l.decode {
		f.Name = decodeUTF7(raw)
	}
	f.Selectable = !slices.ContainsFunc(attributes, func(a string) bool {
		return strings.EqualFold(a, `\Noselect`) || strings.EqualFold(a, `\NonExistent`)
	})
	if !flat {
		f.delimiter = delimiter
	}
	f.Role = role(f.Name, attributes)
	l.marked = l.marked || f.Role != "" && f.Role != proof.RoleInbox
	l.folders = append(l.folders, f)
}

// role is what a folder is for: INBOX by its name (RFC 9051 §5.1), another by
// its mark (RFC 6154 §2).
func role(name string, attributes []string) proof.FolderRole {
	if strings.EqualFold(name, "INBOX") {
		return proof.RoleInbox
	}
	for _, attribute := range attributes {
		switch role := proof.FolderRole(strings.ToLower(strings.TrimPrefix(attribute, `\`))); role {
		case proof.RoleSent, proof.RoleDrafts, proof.RoleJunk, proof.RoleTrash, proof.RoleArchive, proof.RoleAll, proof.RoleFlagged:
			return role
		}
	}
	return ""
}

// guess goes by the names of the folders where the server marks none.
func (l *listing) guess() {
	if l.marked {
		return
	}
	for i := range l.folders {
		f := &l.folders[i]
		name := f.Name
		if at := strings.LastIndex(name, f.delimiter); f.delimiter != "" && at >= 0 {
			name = name[at+len(f.delimiter):]
		}
		if f.Role == "" {
			f.Role = usualRole(name)
		}
	}
}

// usualRole knows the names that programs give to folders by themselves.
func usualRole(name string) proof.FolderRole {
	switch strings.ToLower(name) {
	case "sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete objekte":
		return proof.RoleSent
	case "drafts", "entwürfe":
		return proof.RoleDrafts
	case "junk", "junk e-mail", "junk email", "spam", "bulk mail":
		return proof.RoleJunk
	case "trash", "deleted items", "deleted messages", "papierkorb", "gelöschte elemente":
		return proof.RoleTrash
	case "archive", "archiv":
		return proof.RoleArchive
	default:
		return ""
	}
}

// count takes the text of a STATUS response: INBOX (MESSAGES 5 UNSEEN 1)
// (RFC 9051 §7.3.2).
func (l *listing) count(text string) {
	if l == nil || l.counts == maxFolders {
		return
	}
	l.counts++ // whatever a server sends, folders are not looked for without end
	d := data{rest: text}
	raw, _ := d.text()
	values := d.list()
	i := slices.IndexFunc(l.folders, func(f folder) bool { return f.raw == raw })
	if i < 0 {
		i = slices.IndexFunc(l.folders, func(f folder) bool { return strings.EqualFold(f.raw, raw) })
	}
	if d.bad || i < 0 {
		return
	}
	for ; len(values) >= 2; values = values[2:] {
		n, ok := number(values[1])
		switch name := strings.ToUpper(values[0]); {
		case ok && name == "MESSAGES":
			l.folders[i].Messages = &n
		case ok && name == "UNSEEN":
			l.folders[i].Unseen = &n
		}
	}
}

// counted returns the names, for a command, of the folders whose messages are
// worth counting.
func (l *listing) counted() []string {
	var names []string
	for _, f := range l.folders {
		if f.Role == "" || !f.Selectable || len(names) == maxCounted {
			continue
		}
		if name, ok := quotedName(f.raw); ok {
			names = append(names, name)
		}
	}
	return names
}

// shown returns the folders as they may be shown.
func (l *listing) shown() []proof.Folder {
	folders := make([]proof.Folder, len(l.folders))
	for i, f := range l.folders {
		folders[i] = f.Folder
		folders[i].Name = short(f.Name, 256)
	}
	return folders
}

// String puts the listing into a line.
func (l *listing) String() string {
	text := fmt.Sprintf("%d folders", len(l.folders))
	switch {
	case len(l.folders) == 1:
		text = "1 folder"
	case l.cut:
		text = fmt.Sprintf("more than %d folders", len(l.folders))
	}
	for _, f := range l.folders {
		if f.Role != proof.RoleInbox || f.Messages == nil {
			continue
		}
		text += "; INBOX: " + messages(*f.Messages)
		if f.Unseen != nil {
			text += fmt.Sprintf(", %d of them unseen", *f.Unseen)
		}
	}
	return text
}
