package localapi

import (
	"fmt"
	"net"
	"strconv"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Fault codes of this package.
const (
	CodeInvalid    = "localapi.invalid"
	CodePortTaken  = "localapi.port_taken"
	CodeNotRunning = "localapi.not_running"
	// CodeUnknownName is that of a certificate for a name that is not this
	// machine's.
	CodeUnknownName = "localapi.unknown_name"
)

// The addresses on which the API may listen, as they stand in a URL.
const (
	HostIPv4 = "127.0.0.1"
	HostIPv6 = "[::1]"
)

// Settings say how the API is to run.
type Settings struct {
	StartAtUnlock bool
	Host          string // HostIPv4 or HostIPv6; "" is HostIPv4
	Port          uint16 // 0 chooses a free one at each start
}

// Draft is what is on its way in.
type Draft struct {
	Settings
	Revision vault.Revision // of the settings it was made from; 0 when none were saved
}

// Stored is what is kept. Without anything saved the API starts when it is told
// to, on a free port.
type Stored struct {
	Settings
	Revision  vault.Revision // 0: nothing was saved
	ChangedAt time.Time      // UTC
	Authority *Authority     // nil before the first start
}

// Listen is the address to listen on.
func (s Settings) Listen() string {
	return s.withDefaults().Host + ":" + strconv.Itoa(int(s.Port))
}

func (s Settings) withDefaults() Settings {
	if s.Host == "" {
		s.Host = HostIPv4
	}
	return s
}

func (s Settings) faults() []fault.Field {
	switch s.Host {
	case HostIPv4, HostIPv6:
		return nil
	}
	return []fault.Field{{Name: "host", Message: "must be 127.0.0.1 or [::1]: the API answers on this machine only"}}
}

// ParseListen reads an address and a port: 127.0.0.1:PORT, [::1]:PORT or
// localhost:PORT, which is the first. Other names are refused, because a
// resolver decides where they lead. It raises [CodeInvalid].
func ParseListen(address string) (Settings, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return Settings{}, listenFault("host", fmt.Sprintf("%q is not an address and a port", address))
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || strconv.FormatUint(port, 10) != portText {
		return Settings{}, listenFault("port", fmt.Sprintf("%q is not a port from 0 to 65535", portText))
	}
	s := Settings{Port: uint16(port)}
	switch host {
	case "127.0.0.1", "localhost":
		s.Host = HostIPv4
	case "::1":
		s.Host = HostIPv6
	default:
		return Settings{}, listenFault("host", fmt.Sprintf("%q is not this machine's own address", host))
	}
	return s, nil
}

func listenFault(field, message string) error {
	return fault.New(fault.Invalid, CodeInvalid, message).
		WithField(field, "must name a loopback address and a port").
		WithHint("use 127.0.0.1:PORT, [::1]:PORT or localhost:PORT; port 0 chooses a free one")
}

// PortTaken is the fault of a port on which the API cannot listen.
func PortTaken(address string, cause error) error {
	return fault.New(fault.Conflict, CodePortTaken, "the local API cannot listen on "+address).
		WithField("port", "is in use by another program, or may not be used").
		WithHint("choose another port, or port 0 for a free one").WithCause(cause)
}

// NotRunning is the fault of what needs the API while it is stopped.
func NotRunning() error {
	return fault.New(fault.Conflict, CodeNotRunning, "the local API does not run").
		WithHint("start it on its page, or with: patchbay api serve")
}
