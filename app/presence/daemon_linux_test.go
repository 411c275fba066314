package presence_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"patchbay/build/peers"
)

// configuration of a bus on which anybody may say anything.
const configuration = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/> <allow eavesdrop="true"/> <allow own="*"/>
  </policy>
</busconfig>
`

// daemon is a real message bus on a socket of its own.
type daemon struct {
	t       *testing.T
	address string
	config  string
	kill    func()
}

// startBus starts a bus, and ends it with the test.
func startBus(t *testing.T) *daemon {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		if os.Getenv(peers.Requirement) == "required" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir, err := os.MkdirTemp("", "bus") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	d := &daemon{t: t, address: "unix:path=" + filepath.Join(dir, "socket"), config: filepath.Join(dir, "bus.conf")}
	if err := os.WriteFile(d.config, fmt.Appendf(nil, configuration, d.address), 0o600); err != nil {
		t.Fatal(err)
	}
	d.start()
	t.Cleanup(func() { d.kill() })
	return d
}

// start returns when the bus listens, which is when it has printed its address.
func (d *daemon) start() {
	d.t.Helper()
	cmd := exec.Command("dbus-daemon", "--config-file="+d.config, "--nofork", "--nopidfile", "--nosyslog", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, d.address) {
		d.t.Errorf("the bus listens on %q: %v", line, err)
	}
	d.kill = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
		d.kill = func() {}
	}
}

// join connects to the bus and takes a name there.
func (d *daemon) join(name string) *dbus.Conn {
	d.t.Helper()
	conn, err := dbus.Connect(d.address)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = conn.Close() })
	if reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		d.t.Fatalf("take the name %s: %v, %v", name, reply, err)
	}
	return conn
}
