package api_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"patchbay/backend/localapi"
)

// TestTheExamplesRun as they stand: they obtain a token, write what is in
// smtp.json, and read the configuration.
func TestTheExamplesRun(t *testing.T) {
	s := newScene(t)
	texts := map[string]string{}
	for _, text := range s.bench.LocalAPI.Examples(localapi.Example{
		Address: s.base, TenantID: s.acme.TenantID, DeploymentID: s.acme.ID, ClientID: "installer",
	}) {
		texts[text.Language] = text.Text
	}
	for language, run := range map[string]struct {
		file    string
		command []string
	}{
		"curl": {"example.sh", []string{"sh", "-eu", "example.sh"}},
		"Go":   {"main.go", []string{"go", "run", "main.go"}},
	} {
		t.Run(language, func(t *testing.T) {
			for _, program := range []string{run.command[0], strings.ToLower(language)} {
				if _, err := exec.LookPath(program); err != nil {
					t.Skipf("there is no %s", program)
				}
			}
			dir := t.TempDir()
			host := strings.ToLower(language) + ".example.com"
			for name, content := range map[string]string{
				run.file: texts[language], localapi.DefaultCAFile: s.authority(t),
				"smtp.json": `{"host":"` + host + `","port":"465","ssl":"true","from":"portal@example.com"}`,
			} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out := s.runExample(t, dir, run.command)
			if !strings.Contains(out, "Successfully updated SMTP Details") || !strings.Contains(out, host) || strings.Contains(out, "}{") {
				t.Errorf("got %s", out)
			}
			if err := os.Remove(filepath.Join(dir, "smtp.json")); err != nil {
				t.Fatal(err)
			}
			bare := exec.CommandContext(t.Context(), run.command[0], run.command[1:]...)
			bare.Dir, bare.Env = dir, append(os.Environ(), "PATCHBAY_CLIENT_SECRET=", "GOFLAGS=-mod=mod")
			if out, err := bare.CombinedOutput(); err == nil || !strings.Contains(string(out), "is not set") {
				t.Errorf("without a secret: %v: %s", err, out)
			}
			out = s.runExample(t, dir, run.command)
			if !strings.Contains(out, host) || strings.Contains(out, "Successfully") || !strings.Contains(out, "smtp.json is not here: nothing was written") {
				t.Errorf("read again: %s", out)
			}
		})
	}
}

// runExample runs a command with the client's secret in its environment.
func (s *scene) runExample(t *testing.T, dir string, command []string) string {
	t.Helper()
	run := exec.CommandContext(t.Context(), command[0], command[1:]...)
	run.Dir = dir
	run.Env = append(os.Environ(), "PATCHBAY_CLIENT_SECRET="+s.secrets["installer"], "NO_PROXY=127.0.0.1", "GOFLAGS=-mod=mod")
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if strings.Contains(string(out), s.secrets["installer"]) {
		t.Error("the secret is printed")
	}
	return string(out)
}
