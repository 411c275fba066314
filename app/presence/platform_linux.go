package presence

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// pause is how long a bus that is not there, or has gone, is left alone.
const pause = time.Minute

// watchPlatform listens on both buses until ctx ends.
func watchPlatform(ctx context.Context, log *slog.Logger, away func(reason string)) {
	watchBuses(ctx, log, away, func(ctx context.Context) {
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	})
}

// watchBuses calls wait before it tries a bus again.
func watchBuses(ctx context.Context, log *slog.Logger, away func(reason string), wait func(context.Context)) {
	var listening sync.WaitGroup
	for _, bus := range []struct {
		address string
		listener
	}{
		{systemBus(os.Getenv), &logind{away: away, log: log, uid: os.Getuid()}},
		{sessionBus(os.Getenv), screenSavers{away: away}},
	} {
		if bus.address != "" {
			listening.Go(func() { keepListening(ctx, log, bus.address, bus.listener, wait) })
		}
	}
	listening.Wait()
}

// keepListening connects anew when a bus has gone.
func keepListening(ctx context.Context, log *slog.Logger, address string, l listener, wait func(context.Context)) {
	for ctx.Err() == nil {
		if err := listen(ctx, log, address, l); err != nil && ctx.Err() == nil {
			log.Debug("a message bus does not tell of absences", "address", address, "error", err)
		}
		wait(ctx)
	}
}

// systemBus returns the address of the system bus.
func systemBus(getenv func(string) string) string {
	if address := getenv("DBUS_SYSTEM_BUS_ADDRESS"); address != "" {
		return local(address)
	}
	return "unix:path=/run/dbus/system_bus_socket"
}

// sessionBus returns the address of the session bus, if there can be one. It
// starts none, as the library would.
func sessionBus(getenv func(string) string) string {
	if address := getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" {
		return local(address)
	}
	if dir := getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) && !strings.ContainsAny(dir, ",;%") {
		return "unix:path=" + filepath.Join(dir, "bus")
	}
	return ""
}

// local returns an address when everything it names is a socket of this
// machine, else none: a bus is never sought on the network.
func local(addresses string) string {
	for address := range strings.SplitSeq(addresses, ";") {
		if !strings.HasPrefix(address, "unix:") {
			return ""
		}
	}
	return addresses
}
