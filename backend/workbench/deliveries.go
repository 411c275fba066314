package workbench

import (
	"context"

	"patchbay/backend/evidence"
	"patchbay/backend/handover"
	"patchbay/backend/outgoing"
)

// deliveries gives the hand-over what it pushes: the two capabilities are joined
// here.
type deliveries struct{ servers *outgoing.Servers }

// HandOver returns a deployment's server with its secrets.
func (d deliveries) HandOver(ctx context.Context, deploymentID, action string) (handover.Delivery, error) {
	delivery, err := d.servers.HandOver(ctx, deploymentID, action)
	return handover.Delivery(delivery), err
}

// Deliverable returns the same without the values of the secrets.
func (d deliveries) Deliverable(ctx context.Context, deploymentID string) (handover.Delivery, error) {
	delivery, err := d.servers.Deliverable(ctx, deploymentID)
	return handover.Delivery(delivery), err
}

// Delivered reports for each glance whether it is one at what is stored now.
func (d deliveries) Delivered(ctx context.Context, deploymentID string, glances []evidence.Glance) ([]bool, error) {
	return d.servers.Delivered(ctx, deploymentID, glances)
}
