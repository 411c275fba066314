package peers

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"
)

// Requirement is the environment variable that turns missing servers from a
// reason to skip into a failure, when it is "required".
const Requirement = "PATCHBAY_PEERS"

// ErrMissing is wrapped by the error of a server that cannot be started here.
var ErrMissing = errors.New("real servers are not available")

// RunPostfix starts Postfix for a test, and stops it with the test.
func RunPostfix(t testing.TB, o PostfixOptions) *Postfix {
	t.Helper()
	postfix, err := StartPostfix(o)
	require(t, err)
	t.Cleanup(func() { closePeer(t, postfix.Close) })
	return postfix
}

// RunDovecot starts Dovecot for a test, and stops it with the test.
func RunDovecot(t testing.TB, o DovecotOptions) *Dovecot {
	t.Helper()
	dovecot, err := StartDovecot(o)
	require(t, err)
	t.Cleanup(func() { closePeer(t, dovecot.Close) })
	return dovecot
}

// RunOIDCProvider starts an OpenID provider for a test, and stops it with the
// test.
func RunOIDCProvider(t testing.TB, o OIDCOptions) *OIDCProvider {
	t.Helper()
	provider, err := StartOIDCProvider(o)
	require(t, err)
	t.Cleanup(func() { closePeer(t, provider.Close) })
	return provider
}

func require(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case errors.Is(err, ErrMissing) && os.Getenv(Requirement) != "required":
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

func closePeer(t testing.TB, end func() error) {
	t.Helper()
	if err := end(); err != nil {
		t.Error(err)
	}
}

// available says why servers cannot be started on this machine, if so.
func available(programs ...string) error {
	if runtime.GOOS != "linux" {
		return fmt.Errorf("%w: they run on Linux only", ErrMissing)
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("%w: only root can start them", ErrMissing)
	}
	for _, program := range programs {
		if _, err := os.Stat(program); err != nil {
			return fmt.Errorf("%w: %w", ErrMissing, err)
		}
	}
	return nil
}
