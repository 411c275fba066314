package oidc

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

// document is what a provider announces of itself (Discovery §3).
type document struct {
	oauth.Object
	url string // where it was found
	raw []byte // without a byte order mark
}

func (d document) issuer() string { return d.Text("issuer") }

// endpoint is an address that the provider announces; the issuer is the field
// that leads to it.
func (d document) endpoint(member, name string) signin.Endpoint {
	return signin.Endpoint{URL: d.Text(member), Field: "issuer", Name: name}
}

func (d document) token() signin.Endpoint { return d.endpoint("token_endpoint", "token endpoint") }
func (d document) keys() signin.Endpoint  { return d.endpoint("jwks_uri", "list of signing keys") }

func (d document) userInfo() signin.Endpoint {
	return d.endpoint("userinfo_endpoint", "user-info endpoint")
}

func (d document) logout() signin.Endpoint {
	return d.endpoint("end_session_endpoint", "logout endpoint")
}

func (d document) revocation() signin.Endpoint {
	return d.endpoint("revocation_endpoint", "revocation endpoint")
}

func (d document) pushed() signin.Endpoint {
	return d.endpoint("pushed_authorization_request_endpoint", "endpoint for pushed authorization requests")
}

// offers reports whether a list of the document holds a value; said is false
// where there is no such list.
func (d document) offers(list, value string) (offered, said bool) {
	values, said := d.Texts(list)
	for _, v := range values {
		if v == value {
			return true, said
		}
	}
	return false, said
}

// tried is one place where the document was looked for.
type tried struct {
	url     string
	words   string
	finding proof.Finding
}

// discover looks for the document. found is nil where there is none; the finding
// of the first place is then the one to show.
func (p *provider) discover(ctx context.Context, issuer string) (found *document, value oauth.Value, misses []tried, f *proof.Finding) {
	for i, location := range locations(issuer) {
		to := signin.Endpoint{URL: location, Field: "issuer", Name: "discovery document"}
		reply, broken := p.Send(ctx, oauth.Ask{To: to, Follow: true})
		if broken != nil {
			if i == 0 {
				return nil, value, nil, broken // the others are on the same host
			}
			misses = append(misses, tried{location, broken.Cause, *broken})
			continue
		}
		doc, value, miss := p.read(reply, to)
		if miss == nil {
			return doc, value, misses, nil
		}
		misses = append(misses, *miss)
	}
	if len(misses) == 0 {
		return nil, value, nil, notAnIssuer(issuer)
	}
	return nil, value, misses, &misses[0].finding
}

func (p *provider) read(reply oauth.Reply, to signin.Endpoint) (*document, oauth.Value, *tried) {
	if !reply.OK() {
		f := p.Refused(refusal.Discovery, reply, signin.Location{})
		f.Fields = []string{"issuer"}
		if reply.IsRedirect() {
			f = *oauth.Redirected(reply, to, "and says no more")
		}
		return nil, oauth.Value{}, &tried{to.URL, fmt.Sprintf("HTTP %d", reply.Status), f}
	}
	members, value, err := oauth.ParseObject(reply.Body)
	if err != nil {
		f := p.Unreadable(err, reply, to)
		f.Code = signin.CodeMetadataInvalid
		return nil, value, &tried{to.URL, err.Error(), f}
	}
	doc := document{members, reply.URL, bytes.TrimPrefix(reply.Body, []byte("\ufeff"))}
	if doc.issuer() == "" && doc.Text("authorization_endpoint") == "" {
		err = errors.New("the JSON there names neither an issuer nor an authorization endpoint")
		f := notADocument(err.Error(), p, reply)
		return nil, value, &tried{to.URL, err.Error(), f}
	}
	return &doc, value, nil
}

func notADocument(because string, p *provider, reply oauth.Reply) proof.Finding {
	return proof.Finding{
		Code: signin.CodeMetadataInvalid, Reason: "not_discovery",
		Cause:  "What answers is no discovery document: " + because + ".",
		Remedy: "Copy the issuer from the provider's page for this application.",
		Fields: []string{"issuer"},
		Remote: &fault.Remote{Code: fmt.Sprint(reply.Status), Text: signin.Beginning(p.Redactor, reply.Body)},
	}
}

func notAnIssuer(issuer string) *proof.Finding {
	return &proof.Finding{
		Code: signin.CodeMetadataInvalid, Reason: "not_an_address",
		Cause:  fmt.Sprintf("The issuer %q is no address.", issuer),
		Remedy: "Enter it as the provider writes it, beginning with https://.",
		Fields: []string{"issuer"},
	}
}
