package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"patchbay/backend/apiclient"
)

// describe writes the OpenAPI 3.1 document of the table.
func describe(table []route, version string) json.RawMessage {
	schemas := newSchemas()
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Patchbay local API", Version: version,
			Description: "Reads and writes the configuration of a deployment while the vault is unlocked. " +
				"It answers on this machine only, over HTTPS. No answer holds a secret but that of the token endpoint.",
		},
		Servers:    []*huma.Server{{URL: "/"}},
		Paths:      map[string]*huma.PathItem{},
		Components: &huma.Components{Schemas: schemas, SecuritySchemes: securitySchemes()},
	}
	for _, r := range table {
		item := doc.Paths[r.pattern]
		if item == nil {
			item = &huma.PathItem{}
			doc.Paths[r.pattern] = item
		}
		r.describe(item, schemas)
	}
	correct(schemas)
	body, err := json.Marshal(doc)
	if err != nil { // built of texts and schemas alone
		panic(fmt.Sprintf("api: the OpenAPI document: %v", err))
	}
	return body
}

func securitySchemes() map[string]*huma.SecurityScheme {
	scopes := map[string]string{}
	for _, s := range apiclient.Scopes() {
		scopes[s.Name] = s.Text
	}
	return map[string]*huma.SecurityScheme{
		"client": {
			Type: "oauth2", Description: "An access token of an API client of the deployment.",
			Flows: &huma.OAuthFlows{ClientCredentials: &huma.OAuthFlow{TokenURL: "/oauth2/token", Scopes: scopes}},
		},
		"basic": {Type: "http", Scheme: "basic", Description: "The client's ID and secret, at the token endpoint only."},
	}
}

func (r route) describe(item *huma.PathItem, schemas huma.Registry) {
	o := &huma.Operation{
		OperationID: r.operation.id, Tags: []string{r.operation.tag},
		Summary: r.operation.summary, Description: r.operation.description, Servers: r.servers(),
		Parameters: r.parameters(), Security: r.security(), Responses: r.responses(schemas),
	}
	if r.media != "" {
		o.RequestBody = &huma.RequestBody{
			Required: true, Content: map[string]*huma.MediaType{r.media: {Schema: schemaRef(r.operation.request)}},
		}
	}
	switch r.method {
	case http.MethodGet:
		item.Get = o
	case http.MethodPost:
		item.Post = o
	case http.MethodPut:
		item.Put = o
	case http.MethodDelete:
		item.Delete = o
	}
}

// servers are those of a route whose tenant stands in the host; nil for the
// others, which have the document's.
func (r route) servers() []*huma.Server {
	if !r.operation.tenantHost {
		return nil
	}
	return []*huma.Server{{
		URL: "https://{tenantId}.localhost:{port}", Description: "The names below localhost are this machine's (RFC 6761, section 6.3).",
		Variables: map[string]*huma.ServerVariable{
			"tenantId": {Default: "acme", Description: "Tenant ID of the deployment."},
			"port":     {Default: "8443", Description: "Port of the local API."},
		},
	}}
}

// parameters are those of the address, and the condition of a write.
func (r route) parameters() []*huma.Param {
	var all []*huma.Param
	for segment := range strings.SplitSeq(r.pattern, "/") {
		name, found := strings.CutPrefix(segment, "{")
		if !found {
			continue
		}
		name = strings.TrimSuffix(name, "}")
		all = append(all, &huma.Param{
			Name: name, In: "path", Required: true, Description: parameterText(name), Schema: &huma.Schema{Type: "string", MinLength: new(1)},
		})
	}
	if r.operation.conditional {
		all = append(all, &huma.Param{
			Name: "If-Match", In: "header", Description: "The ETag of what is to be replaced.", Schema: &huma.Schema{Type: "string"},
		})
	}
	return all
}

func parameterText(name string) string {
	switch name {
	case "id":
		return "ID or tenant ID of the deployment."
	case "tenantId":
		return "Tenant ID of the deployment."
	case "address":
		return "Address of the mailbox, without regard to case."
	default:
		return "Name of the identity provider, without regard to case."
	}
}

func (r route) security() []map[string][]string {
	switch {
	case r.family == oauth:
		return []map[string][]string{{"basic": {}}, {}}
	case r.open:
		return []map[string][]string{{}}
	case r.scope == "":
		return []map[string][]string{{"client": {}}}
	default:
		return []map[string][]string{{"client": {r.scope}}}
	}
}
