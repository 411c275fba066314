package audit

import "context"

type throughKey struct{}

// Through returns a context whose changes are recorded as made through an API
// client, in the name of the operator whose vault is unlocked.
func Through(ctx context.Context, client string) context.Context {
	return context.WithValue(ctx, throughKey{}, client)
}

func through(ctx context.Context) string {
	client, _ := ctx.Value(throughKey{}).(string)
	return client
}
