package presence

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names of systemd's login manager, org.freedesktop.login1(5).
const (
	loginName     = "org.freedesktop.login1"
	loginPath     = dbus.ObjectPath("/org/freedesktop/login1")
	loginSessions = dbus.ObjectPath("/org/freedesktop/login1/session")
	loginManager  = loginName + ".Manager"
	loginSession  = loginName + ".Session"
	properties    = "org.freedesktop.DBus.Properties"
)

// patience is how long logind may take for an answer. It waits for us no
// longer than five seconds before it lets the machine sleep.
const patience = 2 * time.Second

// logind hears that the machine goes to sleep and that a session of this user
// is locked or no longer shown.
type logind struct {
	away func(reason string)
	log  *slog.Logger
	uid  int

	delay *os.File // while it is open, the machine waits before it sleeps
}

func (l *logind) rules() [][]dbus.MatchOption {
	from := dbus.WithMatchSender(loginName)
	session := dbus.WithMatchPathNamespace(loginSessions)
	return [][]dbus.MatchOption{
		{from, dbus.WithMatchObjectPath(loginPath), dbus.WithMatchInterface(loginManager), dbus.WithMatchMember("PrepareForSleep")},
		{from, session, dbus.WithMatchInterface(loginSession), dbus.WithMatchMember("Lock")},
		{from, session, dbus.WithMatchInterface(properties), dbus.WithMatchMember("PropertiesChanged"), dbus.WithMatchArg(0, loginSession)},
	}
}

func (l *logind) begin(ctx context.Context, bus *dbus.Conn) { l.takeDelay(ctx, bus) }

func (l *logind) end() {
	if l.delay != nil {
		_ = l.delay.Close() // it holds nothing but the delay
		l.delay = nil
	}
}

func (l *logind) hear(ctx context.Context, bus *dbus.Conn, signal *dbus.Signal) {
	switch signal.Name {
	case loginManager + ".PrepareForSleep":
		var falls bool
		if dbus.Store(signal.Body, &falls) != nil {
			return
		}
		if !falls {
			l.takeDelay(ctx, bus)
			return
		}
		l.away(Sleeping)
		l.end()
	case loginSession + ".Lock":
		l.awayIfMine(ctx, bus, signal.Path, Locked)
	case properties + ".PropertiesChanged":
		if reason := changed(signal.Body); reason != "" {
			l.awayIfMine(ctx, bus, signal.Path, reason)
		}
	}
}

// changed returns what a change of a session's properties means.
func changed(body []any) string {
	var subject string
	var values map[string]dbus.Variant
	var without []string
	if dbus.Store(body, &subject, &values, &without) != nil || subject != loginSession {
		return ""
	}
	if locked, ok := values["LockedHint"].Value().(bool); ok && locked {
		return Locked
	}
	if shown, ok := values["Active"].Value().(bool); ok && !shown {
		return Switched
	}
	return ""
}

// awayIfMine leaves the sessions of other users alone. A session whose user is
// not told counts as ours: to be locked once too often costs a password, the
// other mistake costs more. So it is for root, who sits in somebody's session.
func (l *logind) awayIfMine(ctx context.Context, bus *dbus.Conn, session dbus.ObjectPath, reason string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var user dbus.Variant
	err := bus.Object(loginName, session).CallWithContext(ctx, properties+".Get", 0, loginSession, "User").Store(&user)
	if pair, ok := user.Value().([]any); err == nil && ok && len(pair) > 0 {
		if uid, ok := pair[0].(uint32); ok && l.uid != 0 && int64(uid) != int64(l.uid) {
			return
		}
	}
	l.away(reason)
}

// takeDelay asks to be waited for before the machine sleeps. Without the delay
// everything else works.
func (l *logind) takeDelay(ctx context.Context, bus *dbus.Conn) {
	if l.delay != nil || !bus.SupportsUnixFDs() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// The call itself has no context: the answer to one that was given up would
	// leave a file open that nobody knows of.
	call := bus.Object(loginName, loginPath).Go(loginManager+".Inhibit", 0, make(chan *dbus.Call, 1),
		"sleep", "Patchbay", "The keys of the vault are wiped before the machine sleeps", "delay")
	select {
	case <-call.Done:
		var err error
		if l.delay, err = fileOf(call); err != nil {
			l.log.Debug("the machine will not wait for the vault before it sleeps", "error", err)
		}
	case <-ctx.Done():
		go func() {
			<-call.Done // at the latest when the connection ends
			if late, err := fileOf(call); err == nil {
				_ = late.Close()
			}
		}()
	}
}

// fileOf returns the file that a call was answered with.
func fileOf(call *dbus.Call) (*os.File, error) {
	var fd dbus.UnixFD
	if err := call.Store(&fd); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "delay of sleep"), nil
}
