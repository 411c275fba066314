package presence_test

import (
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/godbus/dbus/v5"

	"patchbay/build/peers"
)

// loginManager stands in for systemd's, which a test cannot ask to sleep. It
// speaks on a real bus.
type loginManager struct {
	t    *testing.T
	conn *dbus.Conn
	// delays are what holds the machine awake.
	delays chan delay
}

const (
	ownSession   = dbus.ObjectPath("/org/freedesktop/login1/session/_31")
	otherSession = dbus.ObjectPath("/org/freedesktop/login1/session/_32")
	goneSession  = dbus.ObjectPath("/org/freedesktop/login1/session/_33")
)

func startLoginManager(t *testing.T, bus *peers.Bus) *loginManager {
	t.Helper()
	m := &loginManager{t: t, conn: join(t, bus, "org.freedesktop.login1"), delays: make(chan delay, 4)}
	uid := uint32(os.Getuid())
	for path, object := range map[dbus.ObjectPath]any{ownSession: session{uid}, otherSession: session{uid + 1}} {
		m.export(object, path, "org.freedesktop.DBus.Properties")
	}
	m.export(m, "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
	return m
}

// join connects to the bus and takes a name there.
func join(t *testing.T, bus *peers.Bus, name string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(bus.Address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("take the name %s: %v, %v", name, reply, err)
	}
	return conn
}

func (m *loginManager) export(object any, path dbus.ObjectPath, name string) {
	m.t.Helper()
	if err := m.conn.Export(object, path, name); err != nil {
		m.t.Fatal(err)
	}
}

// delay holds the machine awake while one of its ends is open for writing.
type delay struct{ read, own *os.File }

// held says whether the holder's end is still open, without waiting.
func (d delay) held() (held bool) {
	_ = d.own.Close() // the holder has its copy by now
	raw, err := d.read.SyscallConn()
	if err != nil {
		return false
	}
	err = raw.Control(func(fd uintptr) {
		_, err := syscall.Read(int(fd), make([]byte, 1))
		held = err == syscall.EAGAIN
	})
	return held && err == nil
}

// released waits until the holder has closed its end.
func (d delay) released() error {
	_ = d.own.Close()
	if _, err := d.read.Read(make([]byte, 1)); err != io.EOF {
		return fmt.Errorf("the delay says %w", err)
	}
	return nil
}

// Inhibit gives out one end of a pipe and keeps the other.
func (m *loginManager) Inhibit(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
	if what != "sleep" || who == "" || why == "" || mode != "delay" {
		return 0, dbus.NewError("org.example.Wrong", nil)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	given := dbus.UnixFD(write.Fd())
	m.delays <- delay{read, write}
	return given, nil
}

// emit sends a signal of any shape.
func (m *loginManager) emit(path dbus.ObjectPath, name string, body ...any) {
	m.t.Helper()
	if err := m.conn.Emit(path, name, body...); err != nil {
		m.t.Fatal(err)
	}
}

func (m *loginManager) prepareForSleep(falls bool) {
	m.t.Helper()
	m.emit("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", falls)
}

func (m *loginManager) changed(path dbus.ObjectPath, property string, value any) {
	m.t.Helper()
	m.emit(path, "org.freedesktop.DBus.Properties.PropertiesChanged", "org.freedesktop.login1.Session",
		map[string]dbus.Variant{property: dbus.MakeVariant(value)}, []string{})
}

// session is the little of one that is asked for.
type session struct{ uid uint32 }

// Get is org.freedesktop.DBus.Properties.Get.
func (s session) Get(of, property string) (dbus.Variant, *dbus.Error) {
	if of != "org.freedesktop.login1.Session" || property != "User" {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", nil)
	}
	return dbus.MakeVariant(struct {
		UID  uint32
		Path dbus.ObjectPath
	}{s.uid, "/org/freedesktop/login1/user/self"}), nil
}
