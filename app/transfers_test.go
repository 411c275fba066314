package app_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"patchbay/app"
	"patchbay/backend/fault"
)

// tempFolder gives the test a folder for temporary files of its own, and lists
// those of the application.
func tempFolder(t *testing.T) func() []os.DirEntry {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, dir)
	}
	return func() []os.DirEntry {
		t.Helper()
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(entries, func(e os.DirEntry) bool { return !strings.HasPrefix(e.Name(), "patchbay-") })
	}
}

// forOwnerAlone reports whether nobody else may read a file. Windows keeps that in
// lists that Go does not show.
func forOwnerAlone(info os.FileInfo) bool {
	return runtime.GOOS == "windows" || info.Mode().Perm() == 0o600
}

func TestAnUploadIsBounded(t *testing.T) {
	inTemp := tempFolder(t)
	p := open(t, app.Options{})
	for _, size := range []int{-1, 0, 1<<30 + 1} {
		if _, err := p.backups.Begin(size); fault.Of(err).Kind != fault.Invalid {
			t.Errorf("an upload of %d bytes: %v", size, err)
		}
	}
	upload := must(p.backups.Begin(1000))(t)
	for name, piece := range map[string]string{
		"nothing":              "",
		"no base64":            "%%%%",
		"base64 with a break":  "QUJD\nREVG",
		"base64 of URLs":       "-_-_",
		"base64 without end":   "QUI",
		"base64 with odd bits": "QUJ=",
		"more than announced":  base64.StdEncoding.EncodeToString(make([]byte, 1001)),
		"more than a piece":    base64.StdEncoding.EncodeToString(make([]byte, upload.Piece+1)),
	} {
		if err := p.backups.Append(upload.ID, piece); fault.Of(err).Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.backups.File(upload.ID); fault.Of(err).Kind != fault.Conflict {
		t.Errorf("an upload that is not whole: %v", err)
	}
	if err := p.backups.Append("another", "QUJD"); fault.Of(err).Kind != fault.NotFound {
		t.Errorf("a piece of another upload: %v", err)
	}
	files := inTemp()
	if len(files) != 1 {
		t.Fatalf("%d temporary files", len(files))
	}
	if info, err := files[0].Info(); err != nil || !forOwnerAlone(info) || info.Size() != 0 {
		t.Errorf("the temporary file: %v, %v", info, err)
	}
	if err := p.backups.Discard(upload.ID); err != nil || len(inTemp()) != 0 {
		t.Errorf("after discarding: %v, %v", inTemp(), err)
	}
	if err := p.backups.Discard(upload.ID); err != nil {
		t.Errorf("discarded again: %v", err)
	}
}

// TestAPieceFitsThroughTheDoor holds the size of pieces against the limit that
// the browser's door has for a call.
func TestAPieceFitsThroughTheDoor(t *testing.T) {
	tempFolder(t)
	p := open(t, app.Options{})
	upload := must(p.backups.Begin(1 << 20))(t)
	piece := strings.Repeat("A", base64.StdEncoding.EncodedLen(upload.Piece))
	if call := len(`["","",]`) + len(upload.ID) + len(piece); call >= 1<<20 {
		t.Errorf("a call with a piece has %d bytes", call)
	}
}

func TestOnlyTwoUploadsAreKept(t *testing.T) {
	inTemp := tempFolder(t)
	p := open(t, app.Options{})
	first := must(p.backups.Begin(6))(t)
	second := must(p.backups.Begin(6))(t)
	if err := p.backups.Append(first.ID, "QUJD"); err != nil {
		t.Fatal(err)
	}
	third := must(p.backups.Begin(6))(t) // the second was not used for longest
	if len(inTemp()) != 2 {
		t.Errorf("%d temporary files", len(inTemp()))
	}
	for id, want := range map[string]bool{first.ID: true, second.ID: false, third.ID: true} {
		if err := p.backups.Append(id, "QUJD"); (err == nil) != want {
			t.Errorf("it is kept: %t, want %t: %v", err == nil, want, err)
		}
	}
	if err := p.app.Close(); err != nil || len(inTemp()) != 0 {
		t.Errorf("after the end: %v, %v", inTemp(), err)
	}
	if _, err := p.backups.Begin(6); err == nil || len(inTemp()) != 0 {
		t.Errorf("an upload after the end: %v", err)
	}
}

func TestAForgottenUploadIsRemoved(t *testing.T) {
	inTemp := tempFolder(t)
	synctest.Test(t, func(t *testing.T) {
		p := open(t, app.Options{})
		upload := must(p.backups.Begin(1000))(t)
		for range 3 {
			time.Sleep(14 * time.Minute)
			synctest.Wait()
			if err := p.backups.Append(upload.ID, "QUJD"); err != nil {
				t.Fatalf("it was used in time: %v", err)
			}
		}
		time.Sleep(15 * time.Minute)
		synctest.Wait()
		if err := p.backups.Append(upload.ID, "QUJD"); fault.Of(err).Kind != fault.NotFound {
			t.Errorf("after 15 minutes: %v", err)
		}
		if len(inTemp()) != 0 {
			t.Error("its file was left behind")
		}
	})
}

func TestAMadeBackupIsReadOnce(t *testing.T) {
	inTemp := tempFolder(t)
	p := open(t, app.Options{})
	p.create(t)
	made := must(p.backups.Make())(t)
	for _, offset := range []int{-1, made.Size, 1 << 40} {
		if _, err := p.backups.Read(made.ID, offset); fault.Of(err).Kind != fault.Invalid {
			t.Errorf("from %d of %d: %v", offset, made.Size, err)
		}
	}
	content := p.download(t, made)
	if len(content) != made.Size || bytes.Contains(content, []byte("Ada")) {
		t.Errorf("%d bytes of %d, or a name in clear", len(content), made.Size)
	}
	if _, err := p.backups.Read(made.ID, 0); fault.Of(err).Kind != fault.NotFound || len(inTemp()) != 0 {
		t.Errorf("read again: %v", err)
	}
	must(p.backups.Make())(t)
	if err := p.session.Lock(); err != nil || len(inTemp()) != 0 {
		t.Errorf("after locking: %v, %v", inTemp(), err)
	}
}

// download reads a backup as a page in a browser does.
func (p *pages) download(t *testing.T, made app.BackupDownload) []byte {
	t.Helper()
	var content []byte
	for more := true; more; {
		piece := must(p.backups.Read(made.ID, len(content)))(t)
		decoded, err := base64.StdEncoding.DecodeString(piece.Content)
		if err != nil {
			t.Fatal(err)
		}
		content, more = append(content, decoded...), piece.More
	}
	return content
}

// upload sends a backup as a page does.
func (p *pages) upload(t *testing.T, content []byte) string {
	t.Helper()
	upload := must(p.backups.Begin(len(content)))(t)
	for at := 0; at < len(content); at += upload.Piece {
		piece := content[at:min(at+upload.Piece, len(content))]
		if err := p.backups.Append(upload.ID, base64.StdEncoding.EncodeToString(piece)); err != nil {
			t.Fatal(err)
		}
	}
	return upload.ID
}
