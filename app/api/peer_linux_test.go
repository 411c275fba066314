package api_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"patchbay/app/api"
)

// The child of the tests below is told by its environment whom to call.
const (
	childAddress = "PATCHBAY_TEST_CHILD_ADDRESS"
	childCA      = "PATCHBAY_TEST_CHILD_CA"
)

// TestTheChildOfAPeerTest is no test, but the process of another user.
func TestTheChildOfAPeerTest(t *testing.T) {
	address := os.Getenv(childAddress)
	if address == "" {
		t.Skip("it is run by the tests of other users' processes")
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(os.Getenv(childCA))) {
		t.Fatal("no authority")
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	response, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("child: %d %s\n", response.StatusCode, body)
}

// TestSC17_AnotherUsersProcessIsRefused calls the API from processes of other
// users, on both kinds of socket, and from one of the own user.
func TestSC17_AnotherUsersProcessIsRefused(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can start a process of another user")
	}
	program := readableCopy(t)
	d := openDoor(t)
	const nobody = 65534
	for name, c := range map[string]struct {
		uid  uint32
		want string
	}{
		"the own user": {uint32(os.Getuid()), "child: 200 hello"},
		"nobody":       {nobody, "child: 403 "},
		"somebody":     {12345, "child: 403 "},
	} {
		t.Run(name, func(t *testing.T) {
			before := d.reached.Load()
			out := runChild(t, program, c.uid, d)
			if !strings.Contains(out, c.want) {
				t.Fatalf("got %s", out)
			}
			if routed := d.reached.Load() > before; routed != (c.uid == 0) {
				t.Errorf("routed: %t", routed)
			}
			if c.uid != 0 && !strings.Contains(out, api.CodeForeignRequest) {
				t.Errorf("got %s", out)
			}
		})
	}
	if refused := d.entries(api.ActionRefused); len(refused) != 2 || !strings.Contains(refused[0].Detail, "another user") {
		t.Errorf("the journal holds %+v", refused)
	}
}

// runChild runs the child as a user and returns what it printed.
func runChild(t *testing.T, program string, uid uint32, d *door) string {
	t.Helper()
	child := exec.CommandContext(t.Context(), program, "-test.run=^TestTheChildOfAPeerTest$", "-test.count=1")
	child.Dir = filepath.Dir(program)
	child.Env = []string{childAddress + "=" + d.server.Address(), childCA + "=" + d.authority().PEM, "TMPDIR=" + child.Dir}
	child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	out, err := child.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Skipf("another user cannot run the test's program: %v", err)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// readableCopy is the test's program where other users can run it.
func readableCopy(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "patchbay-peer-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "child")
	if err := os.WriteFile(program, content, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return program
}
