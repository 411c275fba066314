package cli_test

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
)

// TestSC25_NoCommandOfTheVaultPrintsASecret runs the commands of operators,
// backups and the journal with passwords and a recovery key that must not come
// out again, in any form of output and any encoding, nor lie in any file.
func TestSC25_NoCommandOfTheVaultPrintsASecret(t *testing.T) {
	for _, format := range []string{"", "--json", "--events", "--verbose"} {
		t.Run("with "+format, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			env := environment{"PATCHBAY_VAULT": dir + "/vault", "PATCHBAY_PASSWORD": canary, "PATCHBAY_NEW_PASSWORD": canary + "-first"}
			created := run(t, env, "", "vault", "create", "--name", "Ada", "--email", "ada@example.com", "--password-file", write(t, canary), "--json")
			var shown struct{ RecoveryKey string }
			if err := json.Unmarshal([]byte(created.stdout), &shown); err != nil || shown.RecoveryKey == "" {
				t.Fatalf("%v: %s", err, created.stdout)
			}
			v := vaultCanary{
				env: env, secrets: []string{canary, shown.RecoveryKey, strings.ReplaceAll(shown.RecoveryKey, "-", "")},
				backup: dir + "/one.backup", key: write(t, shown.RecoveryKey), wrong: write(t, canary+"-wrong"), own: write(t, canary+"-own"),
				first: write(t, canary+"-first"),
			}
			for _, c := range v.commands() {
				args := strings.Fields(c.args)
				if format != "" {
					args = append([]string{format}, args...)
				}
				got := run(t, env, c.stdin, args...)
				if got.status != c.status {
					t.Errorf("%v ended with status %d, want %d: %s%s", args, got.status, c.status, got.stdout, got.stderr)
				}
				v.search(t, "the output of "+c.args, []byte(got.stdout+got.stderr))
			}
			v.searchFiles(t, dir)
		})
	}
}

type vaultCanary struct {
	env                            environment
	secrets                        []string
	backup, key, wrong, own, first string // files
}

type canaryCommand struct {
	status      int
	stdin, args string
}

// commands hold wrong passwords and right ones.
func (v vaultCanary) commands() []canaryCommand {
	document := `{"host":"127.0.0.1","port":1,"from":"a@example.com","user":"a@example.com","password":"` + canary + `-mail"}`
	grace := "--operator grace --password-file "
	ada := "--operator ada "
	return []canaryCommand{
		{0, "", "deployment add Staging --tenant acme --hostname acme.example.com"},
		{0, document, "smtp set --from -"},
		{0, "", "operator add Grace --email grace@example.com --role editor"},
		{3, "", ada + "operator add Grace --email grace@example.com --role editor"},
		{3, "", ada + "operator add Eve --email eve --role king"},
		{0, "", ada + "operator list"},
		{5, "", grace + v.first + " deployment list"},
		{3, "", grace + v.first + " operator password --new-password-file " + v.first},
		{0, "", grace + v.first + " operator password --new-password-file " + v.own},
		{5, "", grace + v.first + " vault status"},
		{5, "", grace + v.own + " vault rotate"},
		{0, "", ada + "operator change grace --email hopper@example.com"},
		{0, "", ada + "operator role grace viewer"},
		{5, "", grace + v.own + " vault backup " + v.backup},
		{0, "", ada + "vault backup " + v.backup},
		{0, "", ada + "vault verify"},
		{5, "", ada + "vault verify " + v.backup + " --backup-password-file " + v.wrong},
		{3, "", ada + "vault verify " + v.backup + " --recovery-key-file " + v.wrong},
		{0, "", ada + "vault verify " + v.backup + " --recovery-key-file " + v.key},
		{3, "", ada + "vault verify " + v.key},
		{0, "", ada + "vault restore " + v.backup + " --dry-run"},
		{3, "", ada + "vault restore " + v.backup},
		{0, "", ada + "operator remove grace"},
		{5, "", grace + v.own + " vault status"},
		{0, "", ada + "vault restore " + v.backup + " --replace"},
		{0, "", ada + "vault status"},
		{0, "", ada + "audit list"},
		{0, "", ada + "audit list --refused --text password"},
		{0, "", ada + "audit verify"},
		{2, "", "vault restore --recovery-key=" + canary},
	}
}

func (v vaultCanary) search(t *testing.T, where string, content []byte) {
	t.Helper()
	for _, secret := range v.secrets {
		for encoding, form := range encodings(secret) {
			if bytes.Contains(content, form) {
				t.Errorf("%s holds %s in %s", where, secret[:8], encoding)
			}
		}
	}
}

// searchFiles looks into the vault, the backup, and what a restore has kept.
func (v vaultCanary) searchFiles(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		v.search(t, "the file "+entry.Name(), content)
		return err
	})
	if err != nil || files < 10 {
		t.Errorf("searched %d files: %v", files, err)
	}
}

// encodings are the forms in which a secret might get out: as it is, base64 at
// each alignment, hexadecimal, URL encoding and UTF-16.
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
