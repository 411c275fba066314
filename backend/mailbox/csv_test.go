package mailbox_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
)

const heading = "mailbox,password,host,name,description\n"

func (f *fixture) preview(t testing.TB, csv string) *mailbox.Import {
	t.Helper()
	imp, err := f.mailboxes.Preview(t.Context(), site, []byte(csv))
	if err != nil {
		t.Fatalf("preview: %v %+v", err, fault.Of(err).Fields)
	}
	t.Cleanup(imp.Discard)
	return imp
}

func (f *fixture) imports(t testing.TB, csv string) mailbox.Imported {
	t.Helper()
	imp := f.preview(t, csv)
	done, err := f.mailboxes.Apply(t.Context(), site, imp, false)
	if err != nil {
		t.Fatalf("apply: %v %+v %+v", err, fault.Of(err).Fields, imp.Report().Problems)
	}
	return done
}

func (f *fixture) addresses(t testing.TB, deployment string) []string {
	t.Helper()
	all, err := f.mailboxes.List(t.Context(), deployment)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, one := range all {
		out = append(out, one.Settings.Mailbox)
	}
	return out
}

// TestImportOfTheSourcesOwnTable reads the headings that the target's form has,
// as a spreadsheet of a country with decimal commas writes them.
func TestImportOfTheSourcesOwnTable(t *testing.T) {
	f := newFixture(t)
	f.imports(t, "\xef\xbb\xbfMailbox;Password;Host;Port;Use Secure Connection (HTTPS);Configuration Name;Description\r\n"+
		"desk@example.com;"+canary+";imap.example.com;993;TRUE;Service desk;\"Mail of nobody; really\"\r\n")
	got, err := f.mailboxes.ByAddress(t.Context(), site, "desk@example.com")
	if err != nil {
		t.Fatal(err)
	}
	want := imap.Settings{
		Mailbox: "desk@example.com", Name: "Service desk", Description: "Mail of nobody; really",
		Settings: account.Settings{Host: "imap.example.com", Port: "993", Security: account.SecurityImplicitTLS, Auth: account.SignInPassword},
	}
	if diff := cmp.Diff(want, got.Settings); diff != "" || !got.Secrets.Password.Set {
		t.Error(diff)
	}
}

func TestImport(t *testing.T) {
	f := newFixture(t)
	done := f.imports(t, "mailbox,password,host,port,secure,name,description,auth,oauth2.tokenUrl,oauth2.clientId,oauth2.clientSecret,"+
		"insecureAllowPlainPassword,timeoutSeconds,alias,workspace,project type,client\r\n"+
		"desk@example.com,"+canary+",imap.example.com,,yes,Desk,Mail of the desk,,,,,,,,,,\r\n"+
		"desk@example.com,,,,,,,,,,,,,help@example.com,Support,Incident,ACME\r\n"+
		",,,,,,,,,,,,,,,,\r\n"+
		"plain@example.com,"+canary+",127.0.0.1,1143,no,Plain,Without TLS,,,,,TRUE,20,,,,\r\n"+
		"token@example.com,,outlook.office365.com,,,Token,With OAuth,oauth2,https://login.example.com/token,app,"+canary+",,,,,,\r\n")
	if diff := cmp.Diff(mailbox.Imported{New: 3, Aliases: 1}, done); diff != "" {
		t.Error(diff)
	}
	desk, err := f.mailboxes.ByAddress(t.Context(), site, "desk@example.com")
	if err != nil {
		t.Fatal(err)
	}
	want := mailbox.Alias{Mailbox: "desk@example.com", Address: "help@example.com", Workspace: "Support", ProjectType: "Incident", Client: "ACME"}
	got := desk.Aliases[0]
	got.ID, got.MailboxID, got.Revision = "", "", 0
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	plain, err := f.mailboxes.ByAddress(t.Context(), site, "plain@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if s := plain.Settings; s.Security != account.SecurityNone || !s.InsecureAllowPlainPassword || s.Port != "1143" || s.TimeoutSeconds != 20 {
		t.Errorf("it is stored as %+v", s)
	}
	if entry := f.entries(t)[0]; entry.Action != "mailbox.imported" ||
		entry.Detail != "mailboxes: 3 new, 0 changed, 0 unchanged; aliases: 1; rows left out: 0" {
		t.Errorf("the journal says %+v", entry)
	}
}

// TestImportChangesWhatTheFileHas: a column that is not there stays, an empty
// password stays, and an empty cell is the default.
func TestImportChangesWhatTheFileHas(t *testing.T) {
	f := newFixture(t)
	d := draft("desk@example.com")
	d.Settings.Port, d.Settings.TimeoutSeconds = "1993", 30
	f.save(t, d)
	imp := f.preview(t, "mailbox,password,timeoutSeconds\nDESK@example.com,,\n")
	if diff := cmp.Diff(mailbox.Effects{Changed: 1}, imp.Report().Mailboxes); diff != "" {
		t.Fatal(diff)
	}
	if _, err := f.mailboxes.Apply(t.Context(), site, imp, false); err != nil {
		t.Fatal(err)
	}
	got, err := f.mailboxes.ByAddress(t.Context(), site, "desk@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if got.Settings.Port != "1993" || got.Settings.TimeoutSeconds != 0 || !got.Secrets.Password.Set {
		t.Errorf("it is stored as %+v", got.Settings)
	}
	for csv, want := range map[string]mailbox.Effects{
		"mailbox\nDESK@example.com\n":                         {Unchanged: 1},
		"mailbox,password\nDESK@example.com,\n":               {Unchanged: 1},
		"mailbox,password\nDESK@example.com," + canary + "\n": {Unchanged: 1},
		"mailbox,password\nDESK@example.com,another\n":        {Changed: 1},
	} {
		if diff := cmp.Diff(want, f.preview(t, csv).Report().Mailboxes); diff != "" {
			t.Errorf("%q: %s", csv, diff)
		}
	}
}

func TestBadRowsAreNamedByLineAndColumn(t *testing.T) {
	good := func(address string) string { return address + ",secret,imap.example.com,Name,Text\n" }
	problem := func(line int, column, address, message string) mailbox.ImportProblem {
		return mailbox.ImportProblem{Line: line, Column: column, Mailbox: address, Message: message}
	}
	for name, c := range map[string]struct {
		csv  string
		want []mailbox.ImportProblem
	}{
		"a port that is none": {
			"mailbox,password,host,port,name,description\na@example.com,secret,imap.example.com,99999,Name,Text\n",
			[]mailbox.ImportProblem{problem(2, "port", "a@example.com", "must be a number from 1 to 65535")},
		},
		"no host": {
			heading + "a@example.com,secret,,Name,Text\n",
			[]mailbox.ImportProblem{problem(2, "host", "a@example.com", "is required")},
		},
		"no address": {
			heading + ",secret,imap.example.com,Name,Text\n",
			[]mailbox.ImportProblem{problem(2, "mailbox", "", "is required")},
		},
		"no password": {
			heading + "a@example.com,,imap.example.com,Name,Text\n",
			[]mailbox.ImportProblem{problem(2, "password", "a@example.com", "is required")},
		},
		"a mask": {
			heading + "a@example.com,••••,imap.example.com,Name,Text\n",
			[]mailbox.ImportProblem{problem(2, "password", "a@example.com", "is a mask, not the secret itself")},
		},
		"a variable without a value": {
			heading + "a@example.com,secret,%nowhere%,Name,Text\n",
			[]mailbox.ImportProblem{problem(2, "host", "a@example.com", "the variable %nowhere% has no value")},
		},
		"behind quoted line breaks": {
			heading + "a@example.com,secret,imap.example.com,Name,\"two\nlines\"\n" + good("no address"),
			[]mailbox.ImportProblem{
				problem(2, "description", "a@example.com", "contains a line break or another character that cannot be seen"),
				problem(4, "mailbox", "", "must be one address with exactly one @"),
			},
		},
		"too few cells": {
			heading + "a@example.com,secret\n" + good("b@example.com"),
			[]mailbox.ImportProblem{problem(2, "", "", "has 2 cells, and the heading 5: is a comma missing, or a quotation mark?")},
		},
		"too many cells": {
			heading + "a@example.com,sec,ret,imap.example.com,Name,Text\n",
			[]mailbox.ImportProblem{problem(2, "", "", "has 6 cells, and the heading 5: is a comma missing, or a quotation mark?")},
		},
		"more cells without anything in them": {heading + "a@example.com,secret,imap.example.com,Name,Text,,\n", nil},
		"a quotation that does not end": {
			heading + "a@example.com,\"secret,imap.example.com,Name,Text\n" + good("b@example.com"),
			[]mailbox.ImportProblem{problem(2, "password", "", "begins with a quotation mark that is never closed")},
		},
		"the same address twice": {
			heading + good("a@example.com") + good("b@example.com") + good("A@EXAMPLE.com"),
			[]mailbox.ImportProblem{
				problem(2, "mailbox", "a@example.com", "is in line 4 too"),
				problem(4, "mailbox", "A@EXAMPLE.com", "is in line 2 already"),
			},
		},
		"an alias of nobody": {
			"mailbox,alias,workspace\na@example.com,b@example.com,W\n",
			[]mailbox.ImportProblem{problem(2, "mailbox", "a@example.com", "is no mailbox of this deployment, nor of this file")},
		},
		"an alias without a workspace": {
			"mailbox,alias,workspace\nkept@example.com,b@example.com,\n",
			[]mailbox.ImportProblem{problem(2, "workspace", "kept@example.com", "is required")},
		},
		"an alias with a host": {
			"mailbox,host,alias,workspace\nkept@example.com,imap.example.com,b@example.com,W\n",
			[]mailbox.ImportProblem{problem(2, "host", "kept@example.com", "belongs to a mailbox; the row of an alias leaves it empty")},
		},
		"a workspace without an alias": {
			"mailbox,alias,workspace\nkept@example.com,,W\n",
			[]mailbox.ImportProblem{problem(2, "workspace", "kept@example.com", "belongs to an alias, which this row does not name")},
		},
		"an alias that is a mailbox": {
			"mailbox,alias,workspace\nkept@example.com,KEPT@example.com,W\n",
			[]mailbox.ImportProblem{problem(2, "alias", "kept@example.com", "is the mailbox kept@example.com itself; an alias is another address")},
		},
		"an alias of a bad row": {
			"mailbox,password,host,name,description,alias,workspace\na@example.com,secret,,Name,Text,,\na@example.com,,,,,b@example.com,W\n",
			[]mailbox.ImportProblem{
				problem(2, "host", "a@example.com", "is required"),
				problem(3, "mailbox", "a@example.com", "is not imported, because line 2 is not right"),
			},
		},
		"a mailbox that is an alias": {
			heading + good("other@example.com"),
			[]mailbox.ImportProblem{problem(2, "mailbox", "other@example.com", "is an alias of kept@example.com; enter the address of the mailbox itself")},
		},
		"a password that would go elsewhere": {
			"mailbox,host\nkept@example.com,imap.evil.example\n",
			[]mailbox.ImportProblem{problem(2, "password", "kept@example.com", "is needed again: the stored one was saved for another server or user name")},
		},
		"words that are no switch": {
			"mailbox,secure\nkept@example.com,perhaps\n",
			[]mailbox.ImportProblem{problem(2, "secure", "kept@example.com", "must be true or false")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			kept := f.save(t, draft("kept@example.com"))
			f.alias(t, mailbox.Alias{MailboxID: kept.ID, Address: "other@example.com", Workspace: "W"})
			report := f.preview(t, c.csv).Report()
			if diff := cmp.Diff(c.want, report.Problems); diff != "" {
				t.Error(diff)
			}
			if (report.Bad == 0) != (c.want == nil) || report.Good+report.Bad != report.Rows {
				t.Errorf("of %d rows %d are good and %d bad", report.Rows, report.Good, report.Bad)
			}
		})
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ csv, code, message string }{
		"nothing":               {"", mailbox.CodeCSVInvalid, "the file is empty"},
		"empty lines":           {"\r\n,,\r\n", mailbox.CodeCSVInvalid, "the file is empty"},
		"UTF-16":                {"\xff\xfem\x00a\x00", mailbox.CodeCSVEncoding, "the file is UTF-16, not UTF-8"},
		"UTF-16 without mark":   {"m\x00a\x00", mailbox.CodeCSVEncoding, "the file holds NUL bytes: it is UTF-16, or no text at all"},
		"Latin-1":               {"mailbox\na@example.com\nM\xfcller", mailbox.CodeCSVEncoding, "the file is not UTF-8, as line 3 shows: it is Latin-1, Windows-1252 or another character set"},
		"a workbook":            {"PK\x03\x04...", mailbox.CodeCSVEncoding, "the file is a workbook, not CSV"},
		"carriage returns":      {"mailbox\ra@example.com\r", mailbox.CodeCSVEncoding, "the lines of the file end in carriage returns alone"},
		"an unknown column":     {"mailbox,hostt,IMAP\n", mailbox.CodeCSVInvalid, "the heading in line 1 is not valid: the column hostt is unknown (and 1 more)"},
		"a column twice":        {"mailbox,name,Configuration Name\n", mailbox.CodeCSVInvalid, "the heading in line 1 is not valid: the column Configuration Name is given twice"},
		"a column without name": {"mailbox,,name\n", mailbox.CodeCSVInvalid, "the heading in line 1 is not valid: the column 2 has no name"},
		"no mailbox":            {"\nname,host\n", mailbox.CodeCSVInvalid, "line 2 is no heading: no column is called mailbox"},
		"no heading":            {"a@example.com,secret,imap.example.com\n", mailbox.CodeCSVInvalid, "line 1 is no heading: no column is called mailbox"},
		"too large":             {strings.Repeat("x", 32<<20+1), mailbox.CodeCSVTooLarge, "the file is larger than 32 MiB"},
		"too many rows":         {"mailbox\n" + strings.Repeat("a\n", 100_001), mailbox.CodeCSVTooLarge, "the file has more than 100000 rows"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			_, err := f.mailboxes.Preview(t.Context(), site, []byte(c.csv))
			if !fault.HasCode(err, c.code) || err.Error() != c.message || fault.Of(err).Hint == "" {
				t.Errorf("the fault is %v, want %s: %s", err, c.code, c.message)
			}
		})
	}
}

// TestTenThousandRowsWithThreeBadOnes names those three, and loses nothing.
func TestTenThousandRowsWithThreeBadOnes(t *testing.T) {
	f := newFixture(t)
	csv := manyRows(10_000, map[int]string{
		17: "no address,x,imap.example.com,Name,Text\n", 5000: "a5000@example.com,,imap.example.com,Name,Text\n",
		9999: "a9999@example.com,x,imap example,Name,Text\n",
	})
	imp := f.preview(t, csv)
	report := imp.Report()
	var lines []string
	for _, p := range report.Problems {
		lines = append(lines, fmt.Sprint(p.Line, " ", p.Column))
	}
	if diff := cmp.Diff([]string{"18 mailbox", "5001 password", "10000 host"}, lines); diff != "" {
		t.Error(diff)
	}
	if _, err := f.mailboxes.Apply(t.Context(), site, imp, false); !fault.HasCode(err, mailbox.CodeImportBadRows) {
		t.Errorf("the error is %v", err)
	}
	if n := len(f.addresses(t, site)); n != 0 {
		t.Fatalf("%d mailboxes are stored", n)
	}
	done, err := f.mailboxes.Apply(t.Context(), site, imp, true)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mailbox.Imported{New: 9_997, LeftOut: 3}, done); diff != "" {
		t.Error(diff)
	}
	if n := len(f.addresses(t, site)); n != 9_997 {
		t.Errorf("%d mailboxes are stored", n)
	}
}

// manyRows is a file with rows a1@example.com to aN@example.com, some of them
// replaced.
func manyRows(n int, replaced map[int]string) string {
	var b strings.Builder
	b.WriteString(heading)
	for i := 1; i <= n; i++ {
		if row, ok := replaced[i]; ok {
			b.WriteString(row)
			continue
		}
		fmt.Fprintf(&b, "a%d@example.com,secret%d,imap.example.com,Name %d,Text\n", i, i, i)
	}
	return b.String()
}

func TestPreviewTouchesNothing(t *testing.T) {
	f := newFixture(t)
	f.save(t, draft("kept@example.com"))
	before, events := f.entries(t), len(f.events)
	f.preview(t, heading+"kept@example.com,another,imap.example.com,Other,Text\nnew@example.com,x,h.example.com,N,T\n")
	if diff := cmp.Diff(before, f.entries(t)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"kept@example.com"}, f.addresses(t, site)); diff != "" || len(f.events) != events {
		t.Errorf("%s, %d events", diff, len(f.events)-events)
	}
}

func FuzzPreview(f *testing.F) {
	for _, seed := range []string{
		heading + "a@example.com,secret,imap.example.com,N,T\n", "mailbox;alias;workspace\na@example.com;b@example.com;W\n",
		"sep=;\nmailbox;secure\na@b.example;no\n", "\xef\xbb\xbfmailbox\n\"a\"\"\n",
	} {
		f.Add([]byte(seed))
	}
	fix := newFixture(f)
	f.Fuzz(func(t *testing.T, csv []byte) {
		before := bytes.Clone(csv)
		imp, err := fix.mailboxes.Preview(t.Context(), site, csv)
		if !bytes.Equal(before, csv) {
			t.Error("the file is changed")
		}
		if err != nil {
			if f := fault.Of(err); f.Kind != fault.Invalid {
				t.Errorf("the fault is %+v", f)
			}
			return
		}
		defer imp.Discard()
		if r := imp.Report(); r.Good+r.Bad != r.Rows || (r.Bad > 0) != (r.ProblemCount > 0) {
			t.Errorf("the report is %+v", r)
		}
	})
}

func BenchmarkImport10000(b *testing.B) {
	csv := manyRows(10_000, nil)
	for b.Loop() {
		b.StopTimer()
		f := newFixture(b)
		b.StartTimer()
		if done := f.imports(b, csv); done.New != 10_000 {
			b.Fatalf("%+v", done)
		}
	}
}
