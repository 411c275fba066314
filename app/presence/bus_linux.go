package presence

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strconv"

	"github.com/godbus/dbus/v5"
)

// A listener knows what is worth hearing on a bus.
type listener interface {
	// rules say which signals the bus is asked for.
	rules() [][]dbus.MatchOption
	// begin is called once the signals are coming.
	begin(ctx context.Context, bus *dbus.Conn)
	// hear is called with one signal after the other, in their order. Anybody
	// on the bus can send one, of any shape.
	hear(ctx context.Context, bus *dbus.Conn, signal *dbus.Signal)
	// end is called when no more are coming.
	end()
}

// listen hands the signals of a bus to a listener until ctx ends or the bus
// goes away.
func listen(ctx context.Context, log *slog.Logger, address string, l listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // closes the connection, also one that does not answer
	bus, err := dbus.Connect(address, dbus.WithContext(ctx),
		dbus.WithAuth(dbus.AuthExternal(strconv.Itoa(os.Geteuid()))),
		dbus.WithSignalHandler(dbus.NewSequentialSignalHandler()))
	if err != nil {
		return fmt.Errorf("connect to %s: %w", address, err)
	}
	signals := make(chan *dbus.Signal, 16)
	bus.Signal(signals)
	for _, rule := range l.rules() {
		if err := bus.AddMatchSignalContext(ctx, rule...); err != nil {
			return fmt.Errorf("ask %s for signals: %w", address, err)
		}
	}
	l.begin(ctx, bus)
	defer l.end()
	log.Debug("a message bus tells of absences", "address", address)
	for signal := range signals {
		l.hear(ctx, bus, signal)
	}
	return nil
}
