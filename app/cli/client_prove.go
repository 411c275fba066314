package cli

import (
	"patchbay/app/api"
	"patchbay/backend/apiclient"
	"patchbay/backend/workbench"
)

func clientProveCommand() command {
	return command{
		name: "client prove", args: "ID", min: 1, max: 1,
		short: "ask for a token as an API client, and say why none is given",
		long: "The target's token endpoint is asked, or, where the client has no token URL, that of the local API, which " +
			"is opened on a free port until it has answered. The token is thrown away. A proof that failed has exit status 7.",
		examples: []string{"patchbay client prove installer", "patchbay client prove portal --json"},
		run:      func(c *call) error { return c.withClient(c.proveClient) },
	}
}

func (c *call) proveClient(bench *workbench.Workbench, found apiclient.Client) error {
	request := apiclient.ProofRequest{Draft: found.Draft(), Observe: c.observe}
	if found.TokenURL == "" {
		own, done, err := c.ownEndpoint(bench)
		if err != nil {
			return err
		}
		defer done()
		request.Own = &own
	}
	report, err := bench.Clients.Prove(c.ctx, found.DeploymentID, request)
	if err != nil {
		return err
	}
	return c.showProof(report)
}

// ownEndpoint opens the local API's token endpoint until done is called.
func (c *call) ownEndpoint(bench *workbench.Workbench) (own apiclient.Own, done func(), err error) {
	server := api.New(api.Options{Bench: bench, Version: c.main.Version, Log: c.log})
	tokenURL, authority, stop, err := server.Endpoint(c.ctx)
	if err != nil {
		_ = server.Close() // it never listened
		return apiclient.Own{}, nil, err
	}
	return apiclient.Own{TokenURL: tokenURL, CAPEM: authority}, func() {
		stop()
		_ = server.Close() // the answer is there already
	}, nil
}
