package evidence

import (
	"slices"

	"patchbay/backend/secret"
)

// Secrets are what a proof was made with. Values lists them, unset ones too, in
// an order that never changes: a password first, which stands for itself as it
// did before there were others.
type Secrets interface{ Values() []secret.Text }

func anySet(secrets Secrets) bool {
	return slices.ContainsFunc(secrets.Values(), secret.Text.IsSet)
}

// withPassword reports whether a password is among them.
func withPassword(secrets Secrets) bool {
	values := secrets.Values()
	return len(values) > 0 && values[0].IsSet()
}
