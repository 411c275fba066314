package api

import (
	"net/http"
	"reflect"

	"patchbay/backend/apiclient"
	"patchbay/backend/document"
	"patchbay/backend/idp"
	"patchbay/backend/mailbox"
)

func mailboxRoutes() []route {
	return collection(plural{
		pattern: "/v1/deployments/{id}/mailboxes", key: "address", tag: "mailboxes", one: "Mailbox", many: "Mailboxes", thing: "mailbox",
		read: apiclient.ScopeMailRead, write: apiclient.ScopeMailWrite, limit: maxBody, request: schemaMailbox,
		row: reflect.TypeFor[[]mailbox.SummaryDocument](), document: reflect.TypeFor[mailbox.Document](),
		list: (*routes).listMailboxes, post: (*routes).postMailbox,
		get: (*routes).getMailbox, put: (*routes).putMailbox, remove: (*routes).deleteMailbox,
	})
}

func providerRoutes() []route {
	return collection(plural{
		pattern: "/v1/deployments/{id}/identity-providers", key: "name", tag: "identity providers",
		one: "IdentityProvider", many: "IdentityProviders", thing: "identity provider",
		read: apiclient.ScopeIDPRead, write: apiclient.ScopeIDPWrite, limit: document.MaxLarge, request: schemaProvider,
		row: reflect.TypeFor[[]idp.Document](), document: reflect.TypeFor[idp.Document](),
		list: (*routes).listProviders, post: (*routes).postProvider,
		get: (*routes).getProvider, put: (*routes).putProvider, remove: (*routes).deleteProvider,
	})
}

// plural is a collection of things that are addressed by a name of theirs.
type plural struct {
	pattern, key, tag            string
	one, many, thing             string
	read, write                  string // scopes
	limit                        int64
	request                      string
	row, document                reflect.Type
	list, post, get, put, remove func(*routes, *call) (answer, error)
}

func collection(p plural) []route {
	item := p.pattern + "/{" + p.key + "}"
	all := []route{
		{method: http.MethodGet, pattern: p.pattern, scope: p.read, serve: p.list, operation: operation{
			id: "list" + p.many, summary: "List them", status: http.StatusOK, answers: p.row,
		}},
		{method: http.MethodPost, pattern: p.pattern, scope: p.write, media: mediaJSON, limit: p.limit, serve: p.post, operation: operation{
			id: "post" + p.one, summary: "Add a new " + p.thing, request: p.request,
			status: http.StatusCreated, answers: p.document, tagged: true, also: []int{http.StatusConflict},
		}},
		{method: http.MethodGet, pattern: item, scope: p.read, serve: p.get, operation: operation{
			id: "get" + p.one, summary: "Read one", status: http.StatusOK, answers: p.document, tagged: true,
		}},
		{method: http.MethodPut, pattern: item, scope: p.write, media: mediaJSON, limit: p.limit, serve: p.put, operation: operation{
			id: "put" + p.one, summary: "Replace one, or add it", description: keepsSecrets, request: p.request,
			status: http.StatusOK, answers: p.document, tagged: true, conditional: true,
			also: []int{http.StatusCreated, http.StatusConflict},
		}},
		{method: http.MethodDelete, pattern: item, scope: p.write, serve: p.remove, operation: operation{
			id: "delete" + p.one, summary: "Remove one with its secrets and proofs",
			status: http.StatusNoContent, conditional: true, also: []int{http.StatusConflict},
		}},
	}
	for i := range all {
		all[i].tenant, all[i].operation.tag = pathTenant("id"), p.tag
	}
	return all
}
