package notify_test

import (
	"testing"

	"patchbay/backend/notify"
)

// BenchmarkPreviewImport reads a file of ten thousand people.
func BenchmarkPreviewImport(b *testing.B) {
	f, file := newFixture(b), crowd(10_000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		imp, err := f.notify.PreviewImport(b.Context(), site, file)
		if err != nil {
			b.Fatal(err)
		}
		imp.Discard()
	}
}

// BenchmarkPeople shows a page out of ten thousand people.
func BenchmarkPeople(b *testing.B) {
	f := newFixture(b)
	f.crowd(b, 10_000)
	for b.Loop() {
		if page := f.people(b, notify.PeopleQuery{Search: "number.0099", Limit: 100}); page.Matching != 100 {
			b.Fatal(page.Matching)
		}
	}
}

// BenchmarkSend sends an event to a hundred people, over TLS to the rehearsal
// server, with what becomes of each stored.
func BenchmarkSend(b *testing.B) {
	f := newFixture(b)
	f.withServer(b)
	f.crowd(b, 100)
	for b.Loop() {
		for _, m := range f.send(b, notify.Event{Action: "Assign task", Everyone: true, Message: "Do it."}) {
			if m.Outcome != notify.Sent {
				b.Fatalf("%+v", m)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(100*b.N), "µs/mail")
}

// crowd stores so many people.
func (f *fixture) crowd(t testing.TB, n int) {
	t.Helper()
	imp, err := f.notify.PreviewImport(t.Context(), site, crowd(n))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.notify.ApplyImport(t.Context(), site, imp, false); err != nil {
		t.Fatal(err)
	}
}
