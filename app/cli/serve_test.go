package cli_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestServe(t *testing.T) {
	m := newMain("serve", "--json", "--vault", t.TempDir()+"/vault")
	p := start(t, m)
	var started map[string]string
	p.document(&started)
	if len(started) != 1 || !strings.HasPrefix(started["url"], "http://127.0.0.1:") {
		t.Fatalf("got %v", started)
	}
	page := browse(t, started["url"])
	var platform struct {
		Door, Version string
		Demo          bool
	}
	page.call("Frame.Platform", &platform)
	if platform.Door != "browser" || platform.Version != "1.2.3" || platform.Demo {
		t.Errorf("got %+v", platform)
	}
	var status struct{ State string }
	page.call("Session.Status", &status)
	if status.State != "missing" {
		t.Errorf("the vault is %s", status.State)
	}
	if rest := p.end(); rest != "" {
		t.Errorf("more than one document: %s", rest)
	}
}

func TestServeTellsWhereToLook(t *testing.T) {
	p := start(t, newMain("serve", "--vault", t.TempDir()+"/vault"))
	for {
		line, err := p.out.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "  http://127.0.0.1:") {
			break
		}
	}
	p.end()
}

func TestAProgramWithoutPagesSaysHowToBuildThem(t *testing.T) {
	m := newMain("serve", "--vault", t.TempDir()+"/vault")
	m.Pages = os.DirFS(t.TempDir())
	if status := m.Run(t.Context()); status != 6 {
		t.Errorf("it ended with status %d", status)
	}
	if said := m.Stderr.(*bytes.Buffer).String(); !strings.Contains(said, "hint: build them first") {
		t.Errorf("it said: %s", said)
	}
}
