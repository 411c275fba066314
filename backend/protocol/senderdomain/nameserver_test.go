package senderdomain_test

import (
	"net"
	"testing"

	"patchbay/backend/protocol/dial"
	"patchbay/build/peers"
)

// nameServer asks a name server that has the records of a zone.
func nameServer(t *testing.T, zone string) *net.Resolver {
	t.Helper()
	return dial.NewResolver(peers.RunNameServer(t, zone).Address)
}
