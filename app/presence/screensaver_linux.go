package presence

import (
	"context"
	"strings"

	"github.com/godbus/dbus/v5"
)

// screenSavers hears that one of them began: org.freedesktop.ScreenSaver and
// org.gnome.ScreenSaver, and those of other desktops, which all have the same
// signal.
type screenSavers struct{ away func(reason string) }

func (screenSavers) rules() [][]dbus.MatchOption {
	return [][]dbus.MatchOption{{dbus.WithMatchMember("ActiveChanged")}}
}

func (screenSavers) begin(context.Context, *dbus.Conn) {}

func (screenSavers) end() {}

func (s screenSavers) hear(_ context.Context, _ *dbus.Conn, signal *dbus.Signal) {
	var active bool
	if strings.HasSuffix(signal.Name, ".ScreenSaver.ActiveChanged") && dbus.Store(signal.Body, &active) == nil && active {
		s.away(Idle)
	}
}
