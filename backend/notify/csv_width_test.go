package notify_test

import (
	"runtime"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

// A file of nothing but separators would be millions of cells, of dozens of bytes
// each.
func TestARowOfAMillionCellsCostsNoMemory(t *testing.T) {
	f := newFixture(t)
	const heading = "name,email\n"
	for name, csv := range map[string]string{
		"in the heading":        strings.Repeat(",", 31<<20),
		"in a row":              heading + "Ada,ada@example.com\n" + strings.Repeat(",", 31<<20),
		"over many lines":       heading + strings.Repeat(strings.Repeat(",", 4000)+"\"\n\"", 7000),
		"behind a stray quote":  heading + "a\"\n" + strings.Repeat(",", 31<<20),
		"with names of columns": strings.Repeat("a,", 15<<20),
	} {
		t.Run(name, func(t *testing.T) {
			file := []byte(csv)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := f.notify.PreviewImport(t.Context(), site, file)
			runtime.ReadMemStats(&after)
			if !fault.HasCode(err, notify.CodeCSVInvalid) {
				t.Errorf("error %v", err)
			}
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 48 {
				t.Errorf("it took %d MiB", used)
			}
		})
	}
}

func TestTheWidestRowThatCanBeReadIsRead(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	const columns = 34
	csv := "name,email"
	row := "Ada,ada@example.com"
	for i := range columns - 2 {
		csv += ",a" + strings.Repeat("x", i+1)
		row += `,"` + strings.Repeat(",", 1000) + `"`
	}
	imp := f.preview(t, csv+strings.Repeat(",", 16_000)+"\n"+row+"\n"+strings.Replace(row, "ada@", "grace@", 1)+"\n")
	if r := imp.Report(); r.New != 2 || r.Bad != 0 {
		t.Errorf("%+v", r)
	}
}
