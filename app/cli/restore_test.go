package cli_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// TestABackupTravelsThroughTheDoor makes a backup of more than one piece in one
// browser, and restores it in another, from the first start on.
func TestABackupTravelsThroughTheDoor(t *testing.T) {
	here := servePages(t)
	here.call("Session.Create", &struct{}{}, map[string]string{"name": "Ada", "email": "ada@example.com", "password": canary})
	const sites = 40
	for i := range sites {
		here.call("Deployments.Save", &struct{}{}, map[string]any{
			"name": fmt.Sprint("Site ", i), "tenantId": fmt.Sprint("site", i), "hostname": "acme.example.com",
			"environment": "test", "notes": strings.Repeat("Much is known of it. ", 750),
		})
	}
	content := here.downloadBackup()

	there := servePages(t)
	var upload struct {
		ID    string
		Piece int
	}
	there.call("Backups.Begin", &upload, len(content))
	if len(content) <= upload.Piece {
		t.Fatalf("the backup has %d bytes: one piece", len(content))
	}
	for at := 0; at < len(content); at += upload.Piece {
		piece := content[at:min(at+upload.Piece, len(content))]
		there.call("Backups.Append", &struct{}{}, upload.ID, base64.StdEncoding.EncodeToString(piece))
	}
	var report struct{ MayRestore bool }
	there.call("Backups.Inspect", &report, upload.ID, map[string]string{"operator": "", "password": canary, "recoveryKey": ""})
	if !report.MayRestore {
		t.Errorf("the report: %+v", report)
	}
	there.call("Backups.Restore", &struct{}{}, upload.ID)
	there.call("Session.Unlock", &struct{}{}, map[string]string{"operator": "", "password": canary})
	var restored []struct{ Name string }
	there.call("Deployments.List", &restored)
	if len(restored) != sites {
		t.Errorf("%d deployments are there, of %d", len(restored), sites)
	}
}

// servePages starts a program on a new vault and opens its pages.
func servePages(t *testing.T) *pageClient {
	t.Helper()
	p := start(t, newMain("serve", "--json", "--vault", t.TempDir()+"/vault"))
	t.Cleanup(func() { p.end() })
	var started map[string]string
	p.document(&started)
	return browse(t, started["url"])
}

func (p *pageClient) downloadBackup() []byte {
	p.t.Helper()
	var made struct {
		ID   string
		Size int
	}
	p.call("Backups.Make", &made)
	var content []byte
	for more := true; more; {
		var piece struct {
			Content string
			More    bool
		}
		p.call("Backups.Read", &piece, made.ID, len(content))
		decoded, err := base64.StdEncoding.DecodeString(piece.Content)
		if err != nil {
			p.t.Fatal(err)
		}
		content, more = append(content, decoded...), piece.More
	}
	if len(content) != made.Size {
		p.t.Errorf("%d bytes of %d", len(content), made.Size)
	}
	return content
}
