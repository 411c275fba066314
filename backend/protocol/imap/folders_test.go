package imap_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
	"patchbay/build/peers"
)

func foldersOf(t *testing.T, b behaviour) *proof.Mailbox {
	t.Helper()
	step := stepOf(t, proveClear(t, b), "folders")
	if step.Mailbox == nil {
		t.Fatalf("no folders: %+v", step.Finding)
	}
	return step.Mailbox
}

func TestFolders(t *testing.T) {
	const plain = "IMAP4rev1 AUTH=PLAIN SASL-IR"
	for _, tt := range []struct {
		name, caps string
		line       string
		want       string // name, role, selectable
	}{
		{"INBOX", plain, `* LIST (\Marked) "/" inbox`, `inbox inbox true`},
		{"marked", plain, `* LIST (\HasNoChildren \Junk) "." "INBOX.Unwanted"`, `INBOX.Unwanted junk true`},
		{"two marks", plain, `* LIST (\All \Archive) "/" All`, `All all true`},
		{"a name is no mark", plain, "* LIST () \"/\" Junk\r\n* LIST (\\Junk) \"/\" Spam", `Junk  true`},
		{"a usual name where nothing is marked", plain, `* LIST () "." INBOX.Spam`, `INBOX.Spam junk true`},
		{"without levels", plain, `* LIST () NIL Trash`, `Trash trash true`},
		{"not selectable", plain, `* LIST (\noselect) "/" Public`, `Public  false`},
		{"not there any more", plain, `* LIST (\NonExistent) "/" Old`, `Old  false`},
		{"quoted", plain, `* LIST () "/" "a \"b\" \\c"`, `a "b" \c  true`},
		{"a literal", plain, "* LIST () \"/\" {7}\r\na (b) c", `a (b) c  true`},
		{"Chinese", plain, `* LIST () "/" "&XfJT0ZAB-"`, `已发送  true`},
		{"an ampersand", plain, `* LIST () "/" "Q&-A"`, `Q&A  true`},
		{"UTF-8 unasked", plain, `* LIST () "/" "Entwürfe"`, `Entwürfe drafts true`},
		{"UTF-8 only", plain + " UTF8=ONLY", `* LIST () "/" "Q&-A"`, `Q&-A  true`},
		{"no encoding at all", plain, `* LIST () "/" "R&D"`, `R&D  true`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folders := foldersOf(t, behaviour{caps: tt.caps, list: []string{tt.line}}).Folders
			if len(folders) == 0 {
				t.Fatal("no folders")
			}
			f := folders[0]
			if diff := cmp.Diff(tt.want, fmt.Sprintf("%s %s %t", f.Name, f.Role, f.Selectable)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOnlyFoldersThatMatterAreCounted, and at most twenty.
func TestOnlyFoldersThatMatterAreCounted(t *testing.T) {
	list := []string{`* LIST () "/" INBOX`, `* LIST () "/" Other`, `* LIST (\Noselect \Sent) "/" Sent`}
	for i := range 30 {
		list = append(list, fmt.Sprintf(`* LIST (\Junk) "/" "Junk %d"`, i))
	}
	s := script.Serve(t, behaviour{list: list}.play)
	mailbox := stepOf(t, prove(t, settings(s, account.SecurityNone, script.Authority{})), "folders").Mailbox
	counted := 0
	for _, f := range mailbox.Folders {
		if f.Messages != nil {
			counted++
		}
		if (f.Name == "Other" || f.Name == "Sent") && f.Messages != nil {
			t.Errorf("%s was counted", f.Name)
		}
	}
	if _, all := s.Received(); counted != 20 || strings.Count(all, "STATUS") != 20 {
		t.Errorf("%d counted", counted)
	}
	if f := mailbox.Folders[0]; f.Messages == nil || *f.Messages != 5 || f.Unseen == nil || *f.Unseen != 2 {
		t.Errorf("%+v", f)
	}
}

func TestManyFoldersAreCut(t *testing.T) {
	var list []string
	for i := range 1001 {
		list = append(list, fmt.Sprintf(`* LIST () "/" "Folder %d"`, i))
	}
	if m := foldersOf(t, behaviour{list: list}); len(m.Folders) != 1000 || !m.FoldersCut {
		t.Errorf("%d folders, cut %t", len(m.Folders), m.FoldersCut)
	}
	m := foldersOf(t, behaviour{list: append(list, `* LIST () "/" INBOX`)})
	if last := m.Folders[len(m.Folders)-1]; len(m.Folders) != 1000 || last.Role != proof.RoleInbox || last.Messages == nil {
		t.Errorf("%d folders, the last %+v", len(m.Folders), last)
	}
	if m := foldersOf(t, behaviour{list: list[:1000]}); len(m.Folders) != 1000 || m.FoldersCut {
		t.Errorf("%d folders, cut %t", len(m.Folders), m.FoldersCut)
	}
}

// TestSpecialUseIsAskedForWhereItIsUnderstood, and done without where it is not.
func TestSpecialUseIsAskedForWhereItIsUnderstood(t *testing.T) {
	for name, tt := range map[string]struct {
		b    behaviour
		want string
	}{
		"offered":          {behaviour{}, `LIST "" "*" RETURN (SPECIAL-USE)`},
		"half offered":     {behaviour{caps: "IMAP4rev1 SPECIAL-USE AUTH=PLAIN SASL-IR"}, `LIST "" "*"` + "\r\n"},
		"wrongly offered":  {behaviour{replies: map[string]string{"LIST": "TAG BAD no such thing"}}, `LIST "" "*"` + "\r\n"},
		"by IMAP4rev2":     {behaviour{caps: "IMAP4rev2 AUTH=PLAIN"}, `LIST "" "*" RETURN (SPECIAL-USE)`},
		"nothing is known": {behaviour{caps: "IMAP4rev1 AUTH=PLAIN SASL-IR"}, `LIST "" "*"` + "\r\n"},
	} {
		s := script.Serve(t, tt.b.play)
		prove(t, settings(s, account.SecurityNone, script.Authority{}))
		if _, all := s.Received(); !strings.Contains(all, tt.want) {
			t.Errorf("%s: %q", name, all)
		}
	}
}

func TestCapabilitiesAreJudgedAfterTheSignIn(t *testing.T) {
	names := func(m *proof.Mailbox) string {
		var names []string
		for _, miss := range m.Misses {
			names = append(names, miss.Name)
			if miss.Meaning == "" {
				t.Errorf("%s means nothing", miss.Name)
			}
		}
		return strings.Join(names, " ")
	}
	for _, tt := range []struct{ name, after, want string }{
		{"everything", "* CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE SPECIAL-USE ID", ""},
		{"nothing", "* CAPABILITY IMAP4rev1", "IDLE UIDPLUS MOVE SPECIAL-USE ID"},
		{"IMAP4rev2", "* CAPABILITY imap4rev2 id", ""},
	} {
		report := proveClear(t, behaviour{caps: "IMAP4rev1", signIn: func(p *script.Peer, tag, _ string) { p.Send(tt.after, tag+" OK in") }})
		step := stepOf(t, report, "authenticate")
		if step.Mailbox == nil {
			t.Fatalf("%s: %s", tt.name, golden.JSON(t, report))
		}
		if diff := cmp.Diff(tt.want, names(step.Mailbox)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
	// A server that keeps silent about it is asked.
	s := script.Serve(t, behaviour{caps: "IMAP4rev1 MOVE", signIn: func(p *script.Peer, tag, _ string) { p.Send(tag + " OK in") }}.play)
	prove(t, settings(s, account.SecurityNone, script.Authority{}))
	if _, all := s.Received(); strings.Count(all, "CAPABILITY") != 2 {
		t.Errorf("received %q", all)
	}
}

// TestNetEaseIsToldWhoAsks: 163.com and its like open no folder for a program
// that did not say its name, before and behind the sign-in.
func TestNetEaseIsToldWhoAsks(t *testing.T) {
	const host = "imap.163.com"
	a := script.NewAuthority(t)
	names := peers.RunNameServer(t, host+". 60 IN A 127.0.0.1")
	named, signedIn := 0, 0
	s := script.Serve(t, func(p *script.Peer) {
		b := behaviour{caps: "IMAP4rev1 ID AUTH=PLAIN SASL-IR"}
		p.Send("* OK Coremail ready")
		for {
			line, ok := p.Next()
			if !ok {
				return
			}
			tag, command, _ := strings.Cut(line, " ")
			verb, rest, _ := strings.Cut(command, " ")
			switch {
			case verb == "ID" && strings.Contains(rest, `"name" "Patchbay"`):
				named++
			case verb == "AUTHENTICATE":
				if named != 1 {
					p.Errorf("ID came %d times before the sign-in", named)
				}
				signedIn = named
			case verb == "EXAMINE" && named == signedIn:
				p.Send(tag + " NO EXAMINE Unsafe Login. Please contact kefu@188.com for help")
				continue
			}
			if !b.answer(p, tag, verb, rest) {
				return
			}
		}
	})
	set := settings(s, account.SecurityNone, a)
	set.Host = host
	report := imap.Prove(t.Context(), imap.Request{Settings: set, Secrets: secrets(), Network: dial.Network{Resolver: dial.NewResolver(names.Address)}})
	if report.Verdict != proof.Passed {
		t.Error(golden.JSON(t, report))
	}
}
