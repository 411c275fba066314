package mailbox_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"patchbay/backend/mailbox"
)

// many makes n mailboxes of one server, with aliases for every tenth, and proves
// all of them when asked.
func (f *fixture) many(b *testing.B, s *server, n int, prove bool) {
	b.Helper()
	f.importRows(b, s, n)
	if !prove {
		return
	}
	report, err := f.mailboxes.ProveMany(b.Context(), site, mailbox.ManyRequest{})
	if err != nil || report.Total != n || report.Unsaved != "" {
		b.Fatalf("%+v: %v", report, err)
	}
}

// importRows fills the vault through the import, in one transaction.
func (f *fixture) importRows(b *testing.B, s *server, n int) {
	b.Helper()
	csv := []byte("mailbox,host,port,security,insecureAllowPlainPassword,password,name,description\n")
	for i := range n {
		s.account(numbered(i), canary)
		csv = append(csv, numbered(i)+","+s.host+","+s.port+",none,true,"+canary+",Desk,A mailbox of the bench\n"...)
	}
	preview, err := f.mailboxes.Preview(b.Context(), site, csv)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := f.mailboxes.Apply(b.Context(), site, preview, false); err != nil {
		b.Fatal(err)
	}
}

// size is that of the vault's files, in bytes.
func (f *fixture) size(b *testing.B) (size int64) {
	b.Helper()
	err := filepath.WalkDir(f.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := os.Lstat(path)
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

func BenchmarkList10000(b *testing.B) {
	for name, proved := range map[string]bool{"never proved": false, "proved": true} {
		b.Run(name, func(b *testing.B) {
			f, s := newFixture(b), startServer(b)
			f.many(b, s, 10000, proved)
			for b.Loop() {
				list, err := f.mailboxes.List(b.Context(), site)
				if err != nil || len(list) != 10000 {
					b.Fatalf("%d: %v", len(list), err)
				}
			}
		})
	}
}

// BenchmarkVaultOf10000 reports what ten thousand mailboxes weigh in the vault's
// folder: before they are proved, after it, and after it was done three times.
func BenchmarkVaultOf10000(b *testing.B) {
	f, s := newFixture(b), startServer(b)
	f.many(b, s, 10000, false)
	fresh := f.size(b)
	for range 3 {
		if _, err := f.mailboxes.ProveMany(b.Context(), site, mailbox.ManyRequest{}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		continue
	}
	b.ReportMetric(float64(fresh)/1e6, "MB-new")
	b.ReportMetric(float64(f.size(b))/1e6, "MB-proved-3-times")
}

func BenchmarkProve1000(b *testing.B) {
	f, s := newFixture(b), startServer(b)
	f.many(b, s, 1000, false)
	for b.Loop() {
		report, err := f.mailboxes.ProveMany(b.Context(), site, mailbox.ManyRequest{Concurrency: 16, PerServer: 16})
		if err != nil || report.Failed+report.Untried > 0 {
			b.Fatalf("%+v: %v", report, err)
		}
	}
}
