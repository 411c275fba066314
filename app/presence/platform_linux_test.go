package presence_test

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"

	"patchbay/app/presence"
	"patchbay/build/peers"
)

// nowhere is the address of a bus that is not there.
const nowhere = "unix:path=/nonexistent/bus"

// watch is presence.Watch at work.
type watch struct {
	t     *testing.T
	heard chan string // addresses of buses that are listened to
	away  chan string // reasons
	retry chan struct{}
	stop  func() // ends it and waits for its end
}

// startWatch listens on two buses; away is called beside the channel of that name.
func startWatch(t *testing.T, system, session string, away func()) *watch {
	t.Helper()
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", system)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", session)
	ctx, cancel := context.WithCancel(t.Context())
	w := &watch{t: t, heard: make(chan string, 8), away: make(chan string, 8), retry: make(chan struct{})}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		presence.WatchBuses(ctx, slog.New(notes{w.heard, slog.DiscardHandler}), func(reason string) {
			w.away <- reason
			away()
		}, func(ctx context.Context) {
			select {
			case w.retry <- struct{}{}:
			case <-ctx.Done():
			}
		})
	}()
	w.stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(w.stop)
	return w
}

func (w *watch) want(reasons ...string) {
	w.t.Helper()
	for _, want := range reasons {
		if got := <-w.away; got != want {
			w.t.Errorf("got %q, want %q", got, want)
		}
	}
}

// notes is a log that tells which bus is listened to.
type notes struct {
	heard chan string
	slog.Handler
}

func (n notes) Enabled(context.Context, slog.Level) bool { return true }

func (n notes) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "a message bus tells of absences" {
		r.Attrs(func(a slog.Attr) bool {
			n.heard <- a.Value.String()
			return false
		})
	}
	return nil
}

func nothing() {}

// TestLogindTellsOfAbsences sends what is to be left alone before what is not:
// signals keep their order.
func TestLogindTellsOfAbsences(t *testing.T) {
	bus := peers.RunBus(t)
	m := startLoginManager(t, bus)
	w := startWatch(t, bus.Address, nowhere, nothing)
	<-w.heard
	lock := "org.freedesktop.login1.Session.Lock"
	if os.Getuid() != 0 { // root sits in every session
		m.emit(otherSession, lock)
		m.changed(otherSession, "Active", false)
	}
	m.emit(ownSession, lock)
	w.want(presence.Locked)
	m.emit(goneSession, lock)
	w.want(presence.Locked)
	m.changed(ownSession, "LockedHint", false)
	m.changed(ownSession, "Active", true)
	m.changed(ownSession, "IdleHint", true)
	m.changed(ownSession, "LockedHint", "yes")
	m.emit(ownSession, "org.freedesktop.DBus.Properties.PropertiesChanged", "org.freedesktop.login1.Session")
	m.emit("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "true")
	m.emit("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep")
	m.changed(ownSession, "LockedHint", true)
	w.want(presence.Locked)
	m.changed(ownSession, "Active", false)
	w.want(presence.Switched)
	w.stop()
	if len(w.away) != 0 {
		t.Errorf("and %d more absences", len(w.away))
	}
}

// TestTheMachineWaitsForUsBeforeItSleeps: the keys are gone before memory is
// frozen or written to disk.
func TestTheMachineWaitsForUsBeforeItSleeps(t *testing.T) {
	bus := peers.RunBus(t)
	m := startLoginManager(t, bus)
	asked, wiped := make(chan struct{}, 2), make(chan struct{})
	w := startWatch(t, bus.Address, nowhere, func() {
		asked <- struct{}{}
		<-wiped
	})
	first := <-m.delays
	m.prepareForSleep(true)
	<-asked
	if !first.held() {
		t.Error("the machine may sleep before the keys are wiped")
	}
	close(wiped)
	if err := first.released(); err != nil {
		t.Error(err)
	}
	w.want(presence.Sleeping)
	m.prepareForSleep(false)
	second := <-m.delays // for the next time
	m.emit(ownSession, "org.freedesktop.login1.Session.Lock")
	w.want(presence.Locked) // heard after the delay was taken
	w.stop()
	if err := second.released(); err != nil {
		t.Errorf("the delay outlives the watch: %v", err)
	}
}

func TestScreenSaversTellOfAbsences(t *testing.T) {
	bus := peers.RunBus(t)
	w := startWatch(t, nowhere, bus.Address, nothing)
	<-w.heard
	for _, name := range []string{"org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver"} {
		saver := join(t, bus, name)
		path := dbus.ObjectPath("/" + strings.ReplaceAll(name, ".", "/"))
		for _, body := range [][]any{{false}, {}, {"true"}, {true, true}, {true}} {
			if err := saver.Emit(path, name+".ActiveChanged", body...); err != nil {
				t.Fatal(err)
			}
		}
		if err := saver.Emit(path, "org.example.Lamp.ActiveChanged", true); err != nil {
			t.Fatal(err)
		}
		w.want(presence.Idle)
	}
	w.stop()
	if len(w.away) != 0 {
		t.Errorf("and %d more absences", len(w.away))
	}
}

// TestABusThatDies is tried again when it is time, and not before.
func TestABusThatDies(t *testing.T) {
	bus := peers.RunBus(t)
	w := startWatch(t, "tcp:host=127.0.0.1,port=1", bus.Address, nothing)
	<-w.heard
	if err := bus.Stop(); err != nil {
		t.Fatal(err)
	}
	<-w.retry
	<-w.retry // nobody was there
	if err := bus.Start(); err != nil {
		t.Fatal(err)
	}
	for listening := false; !listening; {
		select {
		case <-w.retry: // it came too early
		case <-w.heard:
			listening = true
		}
	}
	saver := join(t, bus, "org.gnome.ScreenSaver")
	if err := saver.Emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", true); err != nil {
		t.Fatal(err)
	}
	w.want(presence.Idle)
}

// TestWatchWithoutAnybody: there is nothing to hear of, or nobody who answers.
func TestWatchWithoutAnybody(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "mute")
	mute, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mute.Close() })
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+socket)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", nowhere)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		presence.Watch(ctx, nil, func(reason string) { t.Errorf("away: %s", reason) })
	}()
	conn, err := mute.Accept() // and not a word
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	cancel()
	<-ended
}

func TestWhereTheBusesAre(t *testing.T) {
	tests := map[string]struct{ environment, system, session string }{
		"nothing is said":  {"", "unix:path=/run/dbus/system_bus_socket", ""},
		"by the session":   {"DBUS_SESSION_BUS_ADDRESS=unix:abstract=/tmp/x,guid=1", "unix:path=/run/dbus/system_bus_socket", "unix:abstract=/tmp/x,guid=1"},
		"by its folder":    {"XDG_RUNTIME_DIR=/run/user/1", "unix:path=/run/dbus/system_bus_socket", "unix:path=/run/user/1/bus"},
		"a strange folder": {"XDG_RUNTIME_DIR=/run,tcp:host=a", "unix:path=/run/dbus/system_bus_socket", ""},
		"on the network":   {"DBUS_SESSION_BUS_ADDRESS=unix:path=/x;tcp:host=example.com,port=1", "unix:path=/run/dbus/system_bus_socket", ""},
		"to be started":    {"DBUS_SESSION_BUS_ADDRESS=autolaunch:", "unix:path=/run/dbus/system_bus_socket", ""},
		"by a command":     {"DBUS_SYSTEM_BUS_ADDRESS=unixexec:path=/bin/sh", "", ""},
		"another system":   {"DBUS_SYSTEM_BUS_ADDRESS=unix:path=/x", "unix:path=/x", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			getenv := func(asked string) string {
				value, _ := strings.CutPrefix(test.environment, asked+"=")
				if value == test.environment {
					return ""
				}
				return value
			}
			got := []string{presence.SystemBus(getenv), presence.SessionBus(getenv)}
			if diff := cmp.Diff([]string{test.system, test.session}, got); diff != "" {
				t.Errorf("addresses differ (-want +got):\n%s", diff)
			}
		})
	}
}
