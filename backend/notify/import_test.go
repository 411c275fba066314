package notify_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

func (f *fixture) preview(t testing.TB, csv string) *notify.Import {
	t.Helper()
	imp, err := f.notify.PreviewImport(t.Context(), site, []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(imp.Discard)
	return imp
}

func inUTF16(text string, order binary.ByteOrder, bom bool) string {
	var out bytes.Buffer
	if bom {
		_ = binary.Write(&out, order, uint16(0xfeff))
	}
	_ = binary.Write(&out, order, utf16.Encode([]rune(text)))
	return out.String()
}

func TestAFileIsReadInItsEncoding(t *testing.T) {
	t.Parallel()
	const file = "Name;E-Mail;Employee ID\r\nZoë Größe;zoe@example.com;47\r\n"
	for name, tt := range map[string]struct{ csv, encoding string }{
		"UTF-8":                {file, notify.EncodingUTF8},
		"UTF-8 with BOM":       {"\xef\xbb\xbf" + file, notify.EncodingUTF8},
		"UTF-16 LE":            {inUTF16(file, binary.LittleEndian, true), notify.EncodingUTF16},
		"UTF-16 BE":            {inUTF16(file, binary.BigEndian, true), notify.EncodingUTF16},
		"UTF-16 LE, no BOM":    {inUTF16(file, binary.LittleEndian, false), notify.EncodingUTF16},
		"UTF-16 BE, no BOM":    {inUTF16(file, binary.BigEndian, false), notify.EncodingUTF16},
		"Windows-1252":         {strings.NewReplacer("ë", "\xeb", "ö", "\xf6", "ß", "\xdf").Replace(file), notify.EncodingWindows1252},
		"tabs":                 {strings.ReplaceAll(file, ";", "\t"), notify.EncodingUTF8},
		"commas":               {strings.ReplaceAll(file, ";", ","), notify.EncodingUTF8},
		"named separator":      {"sep=;\r\n" + file, notify.EncodingUTF8},
		"old line ends":        {strings.ReplaceAll(file, "\r\n", "\r"), notify.EncodingUTF8},
		"empty lines and ends": {"\n\n" + strings.ReplaceAll(file, "\r\n", ";;\r\n") + "\r\n;;;\r\n", notify.EncodingUTF8},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			imp := f.preview(t, tt.csv)
			if r := imp.Report(); r.Encoding != tt.encoding || r.New != 1 || r.Bad != 0 {
				t.Fatalf("%+v", r)
			}
			if _, err := f.notify.ApplyImport(t.Context(), site, imp, false); err != nil {
				t.Fatal(err)
			}
			got := f.people(t, notify.PeopleQuery{}).People[0]
			if got.Name != "Zoë Größe" || got.Address != "zoe@example.com" || got.Attribute("employeeid") != "47" {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for name, tt := range map[string]struct{ csv, code, says string }{
		"empty":               {"", notify.CodeCSVInvalid, "the file is empty"},
		"blank":               {"\n , \n", notify.CodeCSVInvalid, "the file is empty"},
		"a workbook":          {"PK\x03\x04rest", notify.CodeCSVEncoding, "workbook"},
		"NUL":                 {"name,email\nAda\x00,x\n", notify.CodeCSVEncoding, "no text"},
		"half of a character": {"\xff\xfea\x00b", notify.CodeCSVEncoding, "cut in two"},
		"a lone surrogate":    {"\xff\xfea\x00\x00\xd8b\x00", notify.CodeCSVEncoding, "half of a character"},
		"no encoding":         {"name\nZo\x81\n", notify.CodeCSVEncoding, "neither"},
		"no heading":          {"Ada;ada@example.com\n", notify.CodeCSVInvalid, "line 1 is no heading"},
		"a column twice":      {"name,e-mail,mail\n", notify.CodeCSVInvalid, "is given twice"},
		"a bad column":        {"name,4711\n", notify.CodeCSVInvalid, "must begin with a letter"},
		"a broken heading":    {"na\"me,email\n", notify.CodeCSVInvalid, "cannot be read"},
		"too many columns":    {"name" + strings.Repeat(",x", 40) + "\n", notify.CodeCSVInvalid, "41 columns"},
		"too many rows":       {"name\n" + strings.Repeat("x\n", 100_001), notify.CodeCSVTooLarge, "100000 rows"},
		"too large":           {strings.Repeat("x", 32<<20+1), notify.CodeCSVTooLarge, "32 MiB"},
	} {
		_, err := f.notify.PreviewImport(t.Context(), site, []byte(tt.csv))
		if !fault.HasCode(err, tt.code) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBadRowsAreNamedByLineAndColumn(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.ada(t)
	f.person(t, notify.Person{Name: "Grace", UserName: "grace", Email: "grace@example.com"})
	imp := f.preview(t, strings.Join([]string{
		"name,userName,email,upn",
		"Ada L.,ada,ada@example.com,ada@corp.example", // 2: changes
		"Grace,grace,grace@example.com,",              // 3: as it is
		"New,new,new@example.com,",                    // 4
		"Twice,twice,NEW@example.com,",                // 5
		"Bad,bad,no address,",                         // 6
		"Short,short",                                 // 7
		"Long,long,long@example.com,x,y",              // 8
		`Qu"ote,quote,quote@example.com,`,             // 9
		`"Line`, `break",lines,lines@example.com,`,    // 10, 11
		",,,only-upn",                        // 12
		"Thief,thief,grace@example.com,",     // 13
		"Again,ada,again@example.com,",       // 14
		`"Good, too",good,good@example.com,`, // 15
		`"never closed,x,x@example.com,`,     // 16
	}, "\n"))
	r := imp.Report()
	var got []string
	for _, p := range r.Problems {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%d %s %s", p.Line, p.Column, p.Message)))
	}
	want := []string{
		"5 email is in line 4 already",
		"6 email must be one address with exactly one @",
		"7  has 2 cells, and the heading 4: is a separator missing, or a quotation mark?",
		"8  has 5 cells, and the heading 4: is a separator missing, or a quotation mark?",
		"9  has a quotation mark within the text, or one that is never closed: write it twice",
		"10 name must not contain line breaks or other control characters",
		"12 name is required, or a user name, or an e-mail address",
		"13 email is in line 3 already",
		"14 userName is in line 2 already",
		"16  has a quotation mark within the text, or one that is never closed: write it twice",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.Rows != 14 || r.Good != 4 || r.Bad != 10 || r.New != 2 || r.Changed != 1 || r.Unchanged != 1 || r.ProblemCount != 10 {
		t.Errorf("%+v", r)
	}
	if _, err := f.notify.ApplyImport(t.Context(), site, imp, false); !fault.HasCode(err, notify.CodeImportBadRows) {
		t.Errorf("error %v", err)
	}
	if _, err := f.notify.ApplyImport(t.Context(), site, imp, true); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Ada L.", "Good, too", "Grace", "New"}, shown(f.people(t, notify.PeopleQuery{}))); diff != "" {
		t.Error(diff)
	}
	if e := f.entries(t)[0]; e.Action != "notify.people_imported" || e.Detail != "people: 2 new, 1 changed, 1 unchanged; rows left out: 10" {
		t.Errorf("%+v", e)
	}
}

// A column that the file does not have stays as it is; an empty cell empties it; two
// people may change their addresses in one file.
func TestAnImportChangesWhatTheFileHas(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.person(t, notify.Person{Name: "Ada", UserName: "ada", Email: "ada@example.com", Attributes: map[string]string{"UPN": "a", "room": "1"}})
	f.person(t, notify.Person{Name: "Grace", UserName: "grace", Email: "grace@example.com"})
	imp := f.preview(t, "username,mail,upn\nADA,grace@example.com,b\ngrace,ada@example.com,\n")
	if r := imp.Report(); r.Changed != 2 || r.Bad != 0 {
		t.Fatalf("%+v", r)
	}
	if _, err := f.notify.ApplyImport(t.Context(), site, imp, false); err != nil {
		t.Fatal(err)
	}
	people := f.people(t, notify.PeopleQuery{}).People
	want := map[string]string{"upn": "b", "room": "1"}
	if diff := cmp.Diff(want, people[0].Attributes); diff != "" || people[0].Name != "Ada" || people[0].Email != "grace@example.com" || people[1].Email != "ada@example.com" {
		t.Errorf("%s %+v", diff, people)
	}
}

func TestAnImportThatNoLongerFitsStoresNothing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *fixture){
		"the person has changed": func(t *testing.T, f *fixture) {
			p := f.people(t, notify.PeopleQuery{}).People[0].Person
			p.Name = "Changed meanwhile"
			f.person(t, p)
		},
		"the address is taken": func(t *testing.T, f *fixture) { f.person(t, notify.Person{Name: "X", Email: "new@example.com"}) },
		"the person is gone": func(t *testing.T, f *fixture) {
			if err := f.notify.RemovePeople(t.Context(), site, []string{f.people(t, notify.PeopleQuery{}).People[0].ID}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.ada(t)
			imp := f.preview(t, "name,email\nFirst,first@example.com\nAda L.,ada@example.com\nNew,new@example.com\n")
			change(t, f)
			before := shown(f.people(t, notify.PeopleQuery{}))
			_, err := f.notify.ApplyImport(t.Context(), site, imp, false)
			if !fault.HasCode(err, notify.CodeImportStale) || !strings.Contains(err.Error(), "line ") {
				t.Errorf("error %v", err)
			}
			if diff := cmp.Diff(before, shown(f.people(t, notify.PeopleQuery{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnImportIsGone(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*fixture, *notify.Import){
		"discarded":     func(_ *fixture, imp *notify.Import) { imp.Discard(); imp.Discard() },
		"with the lock": func(f *fixture, _ *notify.Import) { f.bus.Publish(event.Event{Name: "vault.locked"}) },
	} {
		f := newFixture(t)
		imp := f.preview(t, "name\nAda\n")
		end(f, imp)
		if _, err := f.notify.ApplyImport(t.Context(), site, imp, false); !fault.HasCode(err, notify.CodeImportGone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f := newFixture(t)
	imp := f.preview(t, "name\nAda\n")
	if _, err := f.notify.ApplyImport(t.Context(), elsewhere, imp, false); !fault.HasCode(err, notify.CodeImportGone) {
		t.Errorf("of another deployment: %v", err)
	}
	f.access.setFull(true)
	if _, err := f.notify.ApplyImport(t.Context(), site, imp, false); err == nil {
		t.Error("a full disk takes it")
	}
	f.access.setFull(false)
	if _, err := f.notify.ApplyImport(t.Context(), site, imp, false); err != nil {
		t.Errorf("after a fault: %v", err)
	}
}

// maxImported is how many people a file may have.
const maxImported = 100_000

// crowd is a file of so many people.
func crowd(n int) []byte {
	var file bytes.Buffer
	file.WriteString("name,userName,email,upn,employeeId\n")
	for i := range n {
		fmt.Fprintf(&file, "Person Number %06d,user%06d,person.number.%06d@example.com,user%06d@corp.example.com,%06d\n", i, i, i, i, i)
	}
	return file.Bytes()
}

// TestAHundredThousandPeople are stored at once, listed in pages and found. The race
// detector, under which it would take minutes, sees a twentieth of them.
func TestAHundredThousandPeople(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes seconds")
	}
	n := maxImported
	if underRace {
		n /= 20
	}
	f := newFixture(t)
	f.crowd(t, n)
	page := f.people(t, notify.PeopleQuery{Search: "PERSON.number", Offset: n - 10, Limit: 100})
	if last := fmt.Sprintf("user%06d", n-1); page.Total != n || page.Matching != n || len(page.People) != 10 || page.People[9].UserName != last {
		t.Errorf("%d of %d, %d shown", page.Matching, page.Total, len(page.People))
	}
	again, err := f.notify.PreviewImport(t.Context(), site, crowd(n))
	if err != nil {
		t.Fatal(err)
	}
	if r := again.Report(); r.Unchanged != n || r.Bad != 0 {
		t.Errorf("read again: %+v", r.ProblemCount)
	}
	again.Discard()
}

// FuzzImport reads anything: it never fails otherwise than by a fault, its counts add
// up, and nothing of it breaks a line.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{
		"name,email\nAda,ada@example.com\n", "sep=;\nname;upn\n\"A\"\"da\";x\n", "\xff\xfen\x00", "name\n\"a\nb", "\xef\xbb\xbfmail\n'=1\n", "uid\tcn\r1\t2\r",
	} {
		f.Add([]byte(seed))
	}
	fixture := newFixture(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		imp, err := fixture.notify.PreviewImport(t.Context(), site, file)
		if err != nil {
			if fault.Of(err).Kind != fault.Invalid {
				t.Errorf("error %v", err)
			}
			return
		}
		defer imp.Discard()
		r := imp.Report()
		if r.Good+r.Bad != r.Rows || r.New+r.Changed+r.Unchanged != r.Good || (r.Bad == 0) != (r.ProblemCount == 0) {
			t.Errorf("%+v", r)
		}
		for _, s := range r.Samples {
			if strings.ContainsAny(s.Person.Name+s.Person.UserName+s.Person.Email+s.Address, "\r\n\x00") {
				t.Errorf("%+v", s)
			}
		}
	})
}

// Characters of two units, which other encodings of the test cannot write.
func TestAFileInUTF16HoldsEveryCharacter(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		imp := f.preview(t, inUTF16("name\n"+"Zoë 😀 𠮷\n", order, true))
		if r := imp.Report(); r.Bad != 0 || r.Samples[0].Person.Name != "Zoë 😀 𠮷" {
			t.Errorf("%+v", r)
		}
	}
}
