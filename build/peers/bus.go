package peers

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// busConfiguration is that of a bus on which its user may say anything.
const busConfiguration = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/> <allow eavesdrop="true"/> <allow own="*"/>
  </policy>
</busconfig>
`

// Bus is a D-Bus daemon, on a socket that only its user reaches.
type Bus struct {
	// Address is where it listens, as in DBUS_SESSION_BUS_ADDRESS.
	Address string

	folder, socket string
	process        *process // nil while it is stopped
}

// StartBus starts a bus. Any user can; dbus-daemon must be there.
func StartBus() (*Bus, error) {
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	folder, err := os.MkdirTemp("", "bus") // the path of a socket must be short
	if err != nil {
		return nil, err
	}
	b := &Bus{folder: folder, socket: filepath.Join(folder, "socket")}
	b.Address = "unix:path=" + b.socket
	if err := os.WriteFile(b.configuration(), fmt.Appendf(nil, busConfiguration, b.socket), 0o600); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	if err := b.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return b, nil
}

// RunBus starts a bus for a test, and stops it with the test.
func RunBus(t testing.TB) *Bus {
	t.Helper()
	b, err := StartBus()
	require(t, err)
	t.Cleanup(func() { closePeer(t, b.Close) })
	return b
}

func (b *Bus) configuration() string { return filepath.Join(b.folder, "bus.conf") }

// Start starts a bus again that was stopped, at the same address, and returns
// when it listens.
func (b *Bus) Start() error {
	p, err := start("dbus-daemon", "--config-file="+b.configuration(), "--nofork", "--nopidfile", "--nosyslog")
	if err != nil {
		return err
	}
	deadline := time.After(startPatience)
	for {
		conn, err := net.Dial("unix", b.socket)
		if err == nil {
			b.process = p
			return conn.Close()
		}
		select {
		case <-p.ended:
			return fmt.Errorf("the bus ended; its log:\n%s", p.log)
		case <-deadline:
			_ = p.stop() // that it does not listen is said already
			return fmt.Errorf("the bus does not listen; its log:\n%s", p.log)
		case <-time.After(knockPause):
		}
	}
}

// Stop ends the bus and every connection to it.
func (b *Bus) Stop() error {
	if b.process == nil {
		return nil
	}
	p := b.process
	b.process = nil
	return p.stop()
}

// Close stops the bus and removes what it left.
func (b *Bus) Close() error { return errors.Join(b.Stop(), os.RemoveAll(b.folder)) }
