package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"patchbay/app"
	"patchbay/backend/fault"
)

const (
	canaryOwner = "canary-owner-Zq8wK1-staple"
	canaryNext  = "canary-next-Vb4xP7-lantern"
	canaryMail  = "canary-mail-Jn5tR2-harbour"
)

// TestSC25_NoSecretComesBack plants a secret in every field that takes one and
// looks for it in all that the pages, events, faults and the vault folder hold.
func TestSC25_NoSecretComesBack(t *testing.T) {
	p := open(t, app.Options{})
	seen := &collector{t: t}

	must(p.session.Create(app.NewVault{Name: "Ada", Email: "ada@example.com", Password: canaryOwner}))(t)
	site := p.addDeployment(t)
	draft := must(p.outgoing.RehearsalDraft(site.ID))(t)
	draft.Password = app.SecretInput{Change: "set", Value: canaryMail}
	for _, faultName := range []string{"", "password-echoed", "starttls-missing", "silence", "certificate-expired"} {
		must(p.rehearsal.SetFault("smtp", faultName))(t)
		draft.TimeoutSeconds = 1
		for _, level := range []string{"connect", "signin", "send"} {
			seen.add(p.outgoing.Prove(app.OutgoingProof{RunID: "r", Draft: draft, Level: level}))
		}
	}
	seen.add(p.outgoing.Check(draft))
	seen.add(p.outgoing.Save(draft))
	seen.add(p.outgoing.Save(draft)) // an old revision by now
	seen.add(p.outgoing.Get(site.ID))
	bad := draft
	bad.Host, bad.Port = canaryless, "70000"
	seen.add(p.outgoing.Save(bad))
	seen.add(p.keys.Rotate())
	seen.add(p.deployments.Integrations(site.ID))
	seen.add(p.session.Strength(canaryNext))
	seen.fail(p.session.ChangePassword(app.PasswordChange{Current: canaryNext, Next: canaryNext, Confirm: canaryNext}))
	seen.fail(p.session.ChangePassword(app.PasswordChange{Current: canaryOwner, Next: canaryNext, Confirm: canaryNext}))
	seen.add(p.session.Unlock(app.Unlock{Password: canaryOwner}))
	seen.fail(p.session.Lock())
	seen.add(p.session.Unlock(app.Unlock{Password: canaryOwner}))
	seen.add(p.session.Unlock(app.Unlock{Password: canaryNext}))
	seen.add(p.audit.List(0))
	seen.add(p.session.Status())
	seen.add(p.rehearsal.Messages())

	p.mu.Lock()
	seen.out.WriteString(strings.Join(p.events, "\n"))
	p.mu.Unlock()
	if !bytes.Contains(seen.out.Bytes(), []byte("auth.rejected")) {
		t.Fatal("the journey did not get as far as a refused password")
	}
	searchCanaries(t, "answers, faults and events", seen.out.Bytes())
	searchFolder(t, p.dir)
	if err := p.session.Lock(); err != nil {
		t.Fatal(err)
	}
	searchFolder(t, p.dir)
}

const canaryless = "https://not-a-host"

// collector keeps every answer and every fault as the pages would get them.
type collector struct {
	t   *testing.T
	out bytes.Buffer
}

func (c *collector) add(answer any, err error) {
	c.t.Helper()
	doc, merr := json.Marshal(answer)
	if merr != nil {
		c.t.Error(merr)
	}
	c.out.Write(doc)
	c.fail(err)
}

func (c *collector) fail(err error) {
	c.t.Helper()
	if err == nil {
		return
	}
	doc, merr := json.Marshal(fault.Of(err))
	if merr != nil {
		c.t.Error(merr)
	}
	c.out.Write(doc)
	for ; err != nil; err = unwrap(err) {
		c.out.WriteString(err.Error() + "\n")
	}
}

func unwrap(err error) error {
	if u, ok := err.(interface{ Unwrap() error }); ok {
		return u.Unwrap()
	}
	return nil
}

func searchFolder(t *testing.T, dir string) {
	t.Helper()
	searchFiles(t, dir, canaryOwner, canaryNext, canaryMail)
}

// searchFiles looks for secrets in every file of a folder.
func searchFiles(t *testing.T, dir string, secrets ...string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		searchFor(t, "file "+entry.Name(), content, secrets...)
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("searched %d files: %v", files, err)
	}
}

func searchCanaries(t *testing.T, where string, content []byte) {
	t.Helper()
	searchFor(t, where, content, canaryOwner, canaryNext, canaryMail)
}

// searchFor looks for secrets in every encoding, and names them by their
// beginning only.
func searchFor(t *testing.T, where string, content []byte, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		for encoding, form := range encodings(secret) {
			if bytes.Contains(content, form) {
				t.Errorf("%s hold %s in %s", where, secret[:12], encoding)
			}
		}
	}
}

// encodings are the forms in which a secret might get out: as it is, base64 at
// each alignment, hexadecimal, URL encoding, UTF-16 and JSON escapes.
func encodings(text string) map[string][]byte {
	forms := map[string][]byte{
		"clear":       []byte(text),
		"hexadecimal": []byte(hex.EncodeToString([]byte(text))),
		"URL":         []byte(url.QueryEscape(text)),
	}
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	forms["UTF-16"] = wide
	for skip := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte(text)[skip:])
		forms["base64 at "+string(rune('0'+skip))] = []byte(encoded[:len(encoded)-4])
	}
	return forms
}
