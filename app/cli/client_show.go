package cli

import (
	"cmp"
	"strings"
	"time"

	"patchbay/backend/apiclient"
	"patchbay/backend/deployment"
	"patchbay/backend/evidence"
	"patchbay/backend/workbench"
)

// clientDocument is a client as it is printed: its document, and in which light
// the last proof puts it.
type clientDocument struct {
	apiclient.Document
	Status evidence.StatusDocument `json:"status"`
}

func clientDocumentOf(found apiclient.Client) clientDocument {
	return clientDocument{Document: found.Document(), Status: found.Status.Document()}
}

func clientListCommand() command {
	return command{
		name:     "client list",
		short:    "list the API clients of the deployment, the default one first",
		examples: []string{"patchbay client list", "patchbay client list --json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				all, err := bench.Clients.List(c.ctx, d.ID)
				if err != nil {
					return err
				}
				documents := make([]clientDocument, len(all))
				rows := make([][]string, len(all))
				for i, found := range all {
					documents[i] = clientDocumentOf(found)
					rows[i] = []string{
						found.ClientID, yes(found.Default), strings.Join(found.Scopes, " "), lastUse(found.LastUsedAt), found.Status.Summary,
					}
				}
				return c.out.result(documents, func(p *printer) {
					if len(rows) == 0 {
						p.line("%s has no API client yet.", d.Name)
						return
					}
					p.table([]string{"CLIENT", "DEFAULT", "SCOPES", "LAST USED", "STATUS"}, rows)
				})
			})
		},
	}
}

func clientShowCommand() command {
	return command{
		name: "client show", args: "ID", min: 1, max: 1,
		short:    "show an API client, without its secret",
		examples: []string{"patchbay client show installer", "patchbay client show installer --json"},
		run: func(c *call) error {
			return c.withClient(func(_ *workbench.Workbench, found apiclient.Client) error {
				return c.out.result(clientDocumentOf(found), func(p *printer) { printClient(p, found) })
			})
		},
	}
}

func printClient(p *printer, found apiclient.Client) {
	for _, row := range [][2]string{
		{"Client ID", found.ClientID},
		{"Description", found.Description},
		{"Default", yes(found.Default)},
		{"Scopes", strings.Join(found.Scopes, " ")},
		{"Secret", secretState(found.Secret)},
		{"Token from", cmp.Or(found.TokenURL, "the local API")},
		{"Method", found.ClientAuth},
		{"Last used", lastUse(found.LastUsedAt)},
		{"Status", found.Status.Summary},
	} {
		p.labelled(0, row[0], row[1])
	}
}

// lastUse says when a client got its newest token.
func lastUse(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.UTC().Format("2006-01-02 15:04 UTC")
}
