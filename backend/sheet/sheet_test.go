package sheet_test

import (
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/sheet"

	"github.com/google/go-cmp/cmp"
)

func TestSeparator(t *testing.T) {
	t.Parallel()
	type answer struct {
		Separator, Rest string
		Skipped         int
	}
	for text, want := range map[string]answer{
		"":                   {",", "", 0},
		"a,b\n":              {",", "a,b\n", 0},
		"a;b,c;d\n1,2,3,4,5": {";", "a;b,c;d\n1,2,3,4,5", 0},
		"a\tb\n":             {"\t", "a\tb\n", 0},
		"\"a;b;c\",d\n":      {",", "\"a;b;c\",d\n", 0},
		"\n \r\na;b\n":       {";", "\n \r\na;b\n", 0},
		"sep=;\r\na,b,c\n":   {";", "a,b,c\n", 1},
		"SEP=\t\na,b":        {"\t", "a,b", 1},
		"sep=x\na,b":         {",", "sep=x\na,b", 0},
	} {
		separator, rest, skipped := sheet.Separator([]byte(text))
		if diff := cmp.Diff(want, answer{string(separator), string(rest), skipped}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestAnApostropheKeepsAFormulaFromBeingComputed(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "'": "'", "a": "a", "'a": "'a", "=1": "=1", "'=1": "=1", "''=1": "'=1", "'@x": "@x", "'\t": "\t",
	} {
		if got := string(sheet.Unguard([]byte(cell))); got != want {
			t.Errorf("%q is read as %q instead of %q", cell, got, want)
		}
	}
}

func TestHeading(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{
		"": "3", "  ": "3", " name ": "name", strings.Repeat("ä", 65): strings.Repeat("ä", 64) + "…",
	} {
		if got := sheet.Heading(heading, 2); got != want {
			t.Errorf("%q is called %q instead of %q", heading, got, want)
		}
	}
	if diff := cmp.Diff([]string{"", "a"}, sheet.Trailing([]string{"", "a", " ", ""})); diff != "" {
		t.Error(diff)
	}
	err := codes().FaultHeading(2, []fault.Field{{Name: "3", Message: "has no name"}, {Name: "x", Message: "is unknown"}})
	if want := "the heading in line 2 is not valid: the column 3 has no name (and 1 more)"; err.Error() != want || len(err.Fields) != 2 {
		t.Errorf("%v", err)
	}
}

func TestWhatCannotBeReadIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"PK\x03\x04rest":                       "x.encoding",
		"\xd0\xcf\x11\xe0rest":                 "x.encoding",
		string(make([]byte, sheet.MaxBytes+1)): "x.too_large",
	} {
		if err := codes().Look([]byte(file)); !fault.HasCode(err, want) {
			t.Errorf("%.8q: %v", file, err)
		}
	}
	if err := codes().Look(make([]byte, sheet.MaxBytes)); err != nil {
		t.Error(err)
	}
}

// A report is bounded, and counts what it does not list.
func TestProblemsAreListedInPartAndCountedWhole(t *testing.T) {
	t.Parallel()
	var problems sheet.Problems
	asked := 0
	about := func() string { asked++; return "Ada" }
	for line := 1200; line > 0; line-- {
		problems.Blame(&sheet.Row{Line: line}, "email", "is required", about)
	}
	worst := &sheet.Row{Line: 1201}
	for range 100 {
		problems.Blame(worst, "name", "is wrong", about)
	}
	first := problems.First()
	if problems.Count() != 1300 || len(first) != 1000 || asked != 1220 || !worst.Bad {
		t.Errorf("%d problems, %d listed, %d asked about", problems.Count(), len(first), asked)
	}
	if diff := cmp.Diff(sheet.Problem{Line: 1, Column: "email", About: "Ada", Message: "is required"}, first[0]); diff != "" {
		t.Error(diff)
	}
	err := codes().FaultBadRows(1201, 2000, first)
	if err.Message != "1201 of 2000 rows cannot be imported" || len(err.Fields) != sheet.MaxTold ||
		err.Fields[0] != (fault.Field{Name: "line 1", Message: "email is required"}) {
		t.Errorf("%v %v", err, err.Fields)
	}
}
