package proof

// Mailbox is what a mailbox server said of itself and of a mailbox, at the step
// at which it said so.
type Mailbox struct {
	// Capabilities are those of the server as it names them; Misses are those
	// that it does not have and a system that reads mail wants.
	Capabilities []string            `json:"capabilities,omitempty"`
	Misses       []MissingCapability `json:"misses,omitempty"`
	Folders      []Folder            `json:"folders,omitempty"`
	// FoldersCut: there were more folders than are listed here.
	FoldersCut bool `json:"foldersCut,omitempty"`
	// Notices are what the server wants a person to be shown.
	Notices []Notice `json:"notices,omitempty"`
}

// MissingCapability is something a server cannot do, and what that means.
type MissingCapability struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
}

// Folder is one that a mailbox server listed.
type Folder struct {
	Name       string     `json:"name"` // decoded
	Role       FolderRole `json:"role,omitempty"`
	Selectable bool       `json:"selectable"`
	// Messages and Unseen are counts; nil when the server was not asked.
	Messages *uint32 `json:"messages,omitempty"`
	Unseen   *uint32 `json:"unseen,omitempty"`
}

// FolderRole is what a folder is for: INBOX, or a special use of RFC 6154.
type FolderRole string

// The roles of folders; "" is any other.
const (
	RoleInbox   FolderRole = "inbox"
	RoleSent    FolderRole = "sent"
	RoleDrafts  FolderRole = "drafts"
	RoleJunk    FolderRole = "junk"
	RoleTrash   FolderRole = "trash"
	RoleArchive FolderRole = "archive"
	RoleAll     FolderRole = "all"
	RoleFlagged FolderRole = "flagged"
)

// Notice is a text that a server wants a person to be shown (ALERT, RFC 9051
// §7.1), or a page that the person must open (WEBALERT, with a URL).
type Notice struct {
	Kind NoticeKind `json:"kind"`
	Text string     `json:"text"`
	URL  string     `json:"url,omitempty"`
}

// NoticeKind says how a server marked a notice.
type NoticeKind string

// The kinds of notices.
const (
	NoticeAlert    NoticeKind = "alert"
	NoticeWebAlert NoticeKind = "webalert"
)
