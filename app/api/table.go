package api

import (
	"net/http"
	"reflect"

	"patchbay/backend/apiclient"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

const (
	mediaJSON = "application/json"
	mediaForm = "application/x-www-form-urlencoded"
)

// maxBody bounds the body of a call, in bytes.
const maxBody = 64 << 10

// route is one method of one address: what the mux is built of, and what the
// OpenAPI document says.
type route struct {
	method, pattern string
	family          family
	open            bool   // no access token is asked for
	scope           string // that the token must have; "" is any
	media           string // of the body; "" takes none
	limit           int64  // of the body, in bytes
	// tenant names the deployment that the call is about; nil when it is about
	// none.
	tenant    func(*http.Request) string
	serve     func(*routes, *call) (answer, error)
	operation operation
}

// operation is what the OpenAPI document says of a route beside that.
type operation struct {
	id, tag, summary, description string
	request                       string       // name of the schema of the body
	status                        int          // of success
	answers                       reflect.Type // of success; nil without a body
	also                          []int        // further statuses, refusals but for 2xx
	tagged                        bool         // the answer has an ETag
	conditional                   bool         // If-Match is honoured
	tenantHost                    bool         // the tenant stands in the host
}

func pathTenant(name string) func(*http.Request) string {
	return func(r *http.Request) string { return r.PathValue(name) }
}

// table lists all routes.
func table() []route {
	all := []route{openAPIRoute()}
	all = append(all, tokenRoutes()...)
	all = append(all, contractRoutes()...)
	all = append(all, deploymentRoutes()...)
	all = append(all, mailboxRoutes()...)
	all = append(all, providerRoutes()...)
	all = append(all, messageRoutes()...)
	for i := range all {
		if all[i].media != "" && all[i].limit == 0 {
			all[i].limit = maxBody
		}
	}
	return all
}

func openAPIRoute() route {
	return route{
		method: http.MethodGet, pattern: "/openapi.json", open: true,
		serve: func(a *routes, _ *call) (answer, error) { return ok(a.document()), nil },
		operation: operation{
			id: "getOpenAPI", tag: "description", summary: "This document", status: http.StatusOK,
			answers: reflect.TypeFor[map[string]any](),
		},
	}
}

func tokenRoutes() []route {
	return []route{
		{
			method: http.MethodPost, pattern: "/oauth2/token", family: oauth, open: true, media: mediaForm, serve: (*routes).postToken,
			operation: operation{
				id: "postToken", tag: "token", summary: "Obtain an access token (RFC 6749, section 4.4)", request: schemaTokenRequest,
				description: "The client signs in by Basic or in the body, not both. Below {tenantId}.localhost only that tenant's clients count.",
				status:      http.StatusOK, answers: reflect.TypeFor[tokenAnswer](),
				also: []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests},
			},
		},
		{
			method: http.MethodPost, pattern: "/oauth2/revoke", family: oauth, open: true, media: mediaForm, serve: (*routes).postRevoke,
			operation: operation{
				id: "postRevoke", tag: "token", summary: "End an access token (RFC 7009)", request: schemaRevokeRequest,
				status: http.StatusOK,
				also:   []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests},
			},
		},
	}
}

func contractRoutes() []route {
	one := func(id, pattern, description string, inHost bool, tenant func(*http.Request) string) route {
		return route{
			method: http.MethodPost, pattern: pattern, family: contract, scope: apiclient.ScopeMailWrite,
			media: mediaJSON, tenant: tenant, serve: (*routes).postMailConfig,
			operation: operation{
				id: id, tag: "mail configuration", summary: "Keep the outgoing mail server, by the mail-configuration contract",
				description: description, request: schemaMailConfig, status: http.StatusOK, answers: reflect.TypeFor[contractAnswer](),
				also: []int{http.StatusConflict}, tenantHost: inHost,
			},
		}
	}
	return []route{
		one("postMailConfig", "/digitanium/v4/mail/config", "The SSMS form: the tenant is the first label of {tenantId}.localhost.", true, hostTenant),
		one("postMailSetup", "/auth/realms/{tenantId}/mail/setup", "The SHIFT form.", false, pathTenant("tenantId")),
	}
}

func deploymentRoutes() []route {
	tenant := pathTenant("id")
	return []route{
		{
			method: http.MethodGet, pattern: "/v1/deployments", serve: (*routes).listDeployments,
			operation: operation{
				id: "listDeployments", tag: "deployments", summary: "List the deployment of the token",
				status: http.StatusOK, answers: reflect.TypeFor[[]deploymentDocument](),
			},
		},
		{
			method: http.MethodGet, pattern: "/v1/deployments/{id}/smtp", scope: apiclient.ScopeMailRead, tenant: tenant, serve: (*routes).getSMTP,
			operation: operation{
				id: "getSMTP", tag: "outgoing mail", summary: "Read the outgoing mail server",
				status: http.StatusOK, answers: reflect.TypeFor[smtp.Document](), tagged: true,
			},
		},
		{
			method: http.MethodPut, pattern: "/v1/deployments/{id}/smtp", scope: apiclient.ScopeMailWrite, media: mediaJSON, tenant: tenant, serve: (*routes).putSMTP,
			operation: operation{
				id: "putSMTP", tag: "outgoing mail", summary: "Replace the outgoing mail server", description: keepsSecrets, request: schemaSMTP,
				status: http.StatusOK, answers: reflect.TypeFor[smtp.Document](), tagged: true, conditional: true,
				also: []int{http.StatusCreated, http.StatusConflict},
			},
		},
		{
			method: http.MethodPost, pattern: "/v1/deployments/{id}/proofs", scope: apiclient.ScopeProofRun, media: mediaJSON, tenant: tenant, serve: (*routes).postProof,
			operation: operation{
				id: "postProof", tag: "proofs", summary: "Prove what is saved",
				description: "The answer is the proof, also where it failed.", request: schemaProofRequest,
				status: http.StatusOK, answers: reflect.TypeFor[proof.Report](),
				also: []int{http.StatusConflict, http.StatusBadGateway, http.StatusNotImplemented},
			},
		},
	}
}

func messageRoutes() []route {
	return []route{{
		method: http.MethodPost, pattern: "/v1/deployments/{id}/messages", scope: apiclient.ScopeNotifySend, media: mediaJSON,
		limit: maxEvent, tenant: pathTenant("id"), serve: (*routes).postMessages,
		operation: operation{
			id: "postMessages", tag: "messages", summary: "Tell people of an event, or say what would come of it",
			description: "The answer says what became of each message, also where no mail went. " +
				"The same event with the same key is sent once; called again, it is answered with what became of it.",
			request: schemaMessages, status: http.StatusOK, answers: reflect.TypeFor[messagesAnswer](),
			also: []int{http.StatusConflict},
		},
	}}
}

const keepsSecrets = "A secret that is left out stays, while it would go to where it was saved for; an empty one is removed."
