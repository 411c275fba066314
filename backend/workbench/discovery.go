package workbench

import (
	"context"

	"patchbay/backend/network"
	"patchbay/backend/operator"
	"patchbay/backend/protocol/discovery"
)

// Discovery finds the servers of an address by the ways that the operator has
// chosen for this machine.
type Discovery struct {
	operators *operator.Operators
	routes    *network.Routes
}

// BuiltIn returns what is known of an address without asking anyone.
func (d *Discovery) BuiltIn(address string) discovery.Report {
	return discovery.BuiltIn(address, discovery.Options{})
}

// Find asks the address's own domain. With thirdParty it also asks
// Thunderbird's public directory, which then learns the domain.
func (d *Discovery) Find(ctx context.Context, address string, thirdParty bool) (discovery.Report, error) {
	if _, err := d.operators.MayRead(); err != nil {
		return discovery.Report{}, err
	}
	way, err := d.routes.Network(ctx)
	if err != nil {
		return discovery.Report{}, err
	}
	return discovery.Find(ctx, address, discovery.Options{Network: way, ISPDB: thirdParty})
}
