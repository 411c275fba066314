package cli_test

import (
	"testing"

	"github.com/godbus/dbus/v5"

	"patchbay/build/peers"
)

// TestTheVaultLocksWhenTheScreenDoes runs the demo, whose vault is open, beside
// a screen saver.
func TestTheVaultLocksWhenTheScreenDoes(t *testing.T) {
	bus := peers.RunBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	t.Setenv("TMPDIR", t.TempDir())
	m := newMain("demo", "--listen", "127.0.0.1:0", "--json", "--verbose")
	p := start(t, m)
	var started struct{ URL string }
	p.document(&started)
	page := browse(t, started.URL)
	wantState(t, page, "unlocked")
	p.stderr.until("a message bus tells of absences")
	saver, err := dbus.Connect(bus.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = saver.Close() }()
	if err := saver.Emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", true); err != nil {
		t.Fatal(err)
	}
	p.stderr.until("nobody is at the machine")
	wantState(t, page, "locked")
	p.end()
}

func wantState(t *testing.T, page *pageClient, want string) {
	t.Helper()
	var status struct{ State string }
	page.call("Session.Status", &status)
	if status.State != want {
		t.Errorf("the vault is %s, want %s", status.State, want)
	}
}
