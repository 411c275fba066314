package pasted_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/pasted"
	"patchbay/backend/protocol/signin"
)

const (
	document = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0"><a>ÿÿÿ?>>></a></samlp:Response>`
	acs      = "https://app.example.com/saml/acs"
	callback = "https://app.example.com/callback"
)

func encoded() string { return base64.StdEncoding.EncodeToString([]byte(document)) }

func answer(location, method string, pairs ...string) signin.Answer {
	values := make(url.Values)
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return signin.Answer{Values: values, Location: location, Method: method, ByHand: true}
}

func TestReadClientAnswers(t *testing.T) {
	t.Parallel()
	whole := answer(callback, "GET", "code", "c/1+2", "state", "s-1", "iss", "https://idp.example.com")
	const query = "code=c%2F1%2B2&state=s-1&iss=https%3A%2F%2Fidp.example.com"
	bare := answer("", "", "code", "c/1+2", "state", "s-1", "iss", "https://idp.example.com")
	tests := map[string]struct {
		text string
		want signin.Answer
	}{
		"an address":                   {callback + "?" + query, whole},
		"with white space and a BOM":   {"\ufeff \n" + callback + "?" + query + "\n", whole},
		"in quotes":                    {`"` + callback + "?" + query + `"`, whole},
		"broken into lines":            {callback + "?" + query[:10] + "\n" + query[10:], whole},
		"with foreign parameters":      {callback + "?authuser=0&" + query + "&hd=example.com", whole},
		"in the fragment":              {callback + "#" + query, whole},
		"the query":                    {query, bare},
		"the query with its mark":      {"?" + query, bare},
		"a refusal":                    {callback + "?error=access_denied&error_description=no+way&state=s", answer(callback, "GET", "error", "access_denied", "error_description", "no way", "state", "s")},
		"without state":                {callback + "?code=c", answer(callback, "GET", "code", "c")},
		"a parameter given twice":      {callback + "?code=c&state=s&state=t", answer(callback, "GET", "code", "c", "state", "s", "state", "t")},
		"the tools' list":              {"code: abc\nstate: s-1\nsession: x", answer("", "", "code", "abc", "state", "s-1")},
		"an object":                    {`{"code":"c","state":"s","expires_in":3600,"nested":{"code":"x"}}`, answer("", "", "code", "c", "state", "s")},
		"a form that is posted":        {`<form method="post" action="` + callback + `"><input type="hidden" name="code" value="a&amp;b"/><INPUT value='s' name='state'></form>`, answer(callback, "POST", "code", "a&b", "state", "s")},
		"a command":                    {`curl 'https://app.example.com/callback?code=c&state=s' -H 'accept: text/html'`, answer(callback, "GET", "code", "c", "state", "s")},
		"a command that posts":         {"curl \"https://app.example.com/callback\" ^\n  -H \"cookie: code=x\" ^\n  --data-raw \"code=c^&state=s\"", answer(callback, "POST", "code", "c", "state", "s")},
		"a user name is not a place":   {"https://u:p@app.example.com/callback?code=c&state=s", answer(callback, "GET", "code", "c", "state", "s")},
		"a recording, the last answer": {har(`{"request":{"method":"GET","url":"` + callback + `?code=old&state=s"}},{"request":{"method":"GET","url":"https://idp.example.com/?error=x"}},{"request":{"method":"GET","url":"` + callback + `?` + query + `"},"response":{"redirectURL":""}},{"request":{"method":"GET","url":"https://idp.example.com/?code=x"}}`), whole},
		"a recording of a redirect":    {har(`{"request":{"method":"POST","url":"https://idp.example.com/login"},"response":{"redirectURL":"` + callback + `?` + query + `"}}`), whole},
		"SAML-tracer":                  {`{"requests":[{"requestId":"1","method":"GET","url":"` + callback + `?` + query + `","post":null}],"timestamp":"x"}`, whole},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := pasted.Read([]byte(tt.text), signin.OIDC)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadResponses(t *testing.T) {
	t.Parallel()
	value := encoded()
	posted := answer(acs, "POST", "SAMLResponse", value, "RelayState", "r 1")
	bare := answer("", "", "SAMLResponse", value)
	form := url.Values{"SAMLResponse": {value}, "RelayState": {"r 1"}}.Encode()
	tests := map[string]struct {
		text string
		want signin.Answer
	}{
		"base64":                   {value, bare},
		"base64 in lines":          {value[:76] + "\r\n" + value[76:], bare},
		"base64 with percents":     {url.QueryEscape(value), bare},
		"base64 for addresses":     {base64.RawURLEncoding.EncodeToString([]byte(document)), answer("", "", "SAMLResponse", base64.RawURLEncoding.EncodeToString([]byte(document)))},
		"a form":                   {form, answer("", "", "SAMLResponse", value, "RelayState", "r 1")},
		"a form nobody escaped":    {"SAMLResponse=" + value, bare},
		"the tools' list":          {"SAMLResponse: " + value + "\nRelayState: r", answer("", "", "SAMLResponse", value, "RelayState", "r")},
		"the tools' list in lines": {"SAMLResponse:\n" + value[:80] + "\n" + value[80:] + "\nRelayState\nr", answer("", "", "SAMLResponse", value, "RelayState", "r")},
		"XML":                      {document, bare},
		"XML with a declaration":   {`<?xml version="1.0"?>` + document, answer("", "", "SAMLResponse", base64.StdEncoding.EncodeToString([]byte(`<?xml version="1.0"?>`+document)))},
		"the page that posts it":   {`<html><form action="` + acs + `?x=1" method="post"><input type="hidden" name="RelayState" value="r 1"><input type="hidden" name="SAMLResponse" value="` + value + `"></form>`, posted},
		"a command":                {"curl '" + acs + "' \\\n -H 'Cookie: a=b' --data-raw '" + form + "'", posted},
		"HAR with a body":          {har(`{"request":{"method":"POST","url":"` + acs + `","postData":{"text":"` + form + `"}}}`), posted},
		"HAR with parameters":      {har(`{"request":{"method":"POST","url":"` + acs + `","postData":{"params":[{"name":"SAMLResponse","value":"` + url.QueryEscape(value) + `"},{"name":"RelayState","value":"r%201"}]}}}`), posted},
		"SAML-tracer":              {`{"requests":[{"method":"POST","url":"` + acs + `","post":[["SAMLResponse","` + value + `"],["RelayState","r 1"]]}]}`, posted},
		"SAML-tracer of today":     {`{"timestamp":"x","requests":[{"method":"POST","url":"` + acs + `","post":{"SAMLResponse":["` + value + `"],"RelayState":["r 1"]}}]}`, posted},
		"SAML-tracer that masks":   {`{"requests":[{"method":"POST","url":"` + acs + `","post":[["SAMLResponse","xxxx"],["RelayState","r 1"]],"saml":` + quote(document) + `}]}`, posted},
		"sent in an address":       {acs + "?SAMLResponse=" + url.QueryEscape(deflated()), answer(acs, "GET", "SAMLResponse", deflated())},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := pasted.Read([]byte(tt.text), signin.SAML)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadSaysWhyNot(t *testing.T) {
	t.Parallel()
	const otherType = "this is an answer of SAML, and the provider is set to another type"
	tests := map[string]struct {
		text string
		kind signin.Type
		want string
	}{
		"nothing":                      {" \n", signin.OIDC, "nothing was pasted"},
		"too much":                     {strings.Repeat("x", 8<<20+1), signin.SAML, "the text is longer than 8 MiB"},
		"something":                    {"hello", signin.OIDC, "there is no answer of a sign-in in this text"},
		"an address":                   {"https://idp.example.com/login", signin.OIDC, "this address holds no answer: neither a code nor an error"},
		"an address for SAML":          {acs, signin.SAML, "this address holds no SAML response: it was posted, and is not in the address"},
		"SAML for OpenID Connect":      {encoded(), signin.OIDC, otherType},
		"a SAML form for OAuth":        {"SAMLResponse=" + url.QueryEscape(encoded()), signin.OAuth2, otherType},
		"OpenID Connect for SAML":      {callback + "?code=c&state=s", signin.SAML, "this is an answer of OpenID Connect or OAuth 2.0, and the provider is set to SAML"},
		"a masked recording":           {`{"requests":[{"method":"POST","url":"` + acs + `","post":[["SAMLResponse","xxxxxxxx"]]}]}`, signin.SAML, "the SAMLResponse in this text is cut short or masked"},
		"a page without a form":        {"<html><p>Hello", signin.SAML, "there is no answer of a sign-in in this text"},
		"JSON that ends in the middle": {`{"log":{"entries":[{"request":`, signin.SAML, "there is no answer of a sign-in in this text"},
		"a list":                       {`[1,2]`, signin.OIDC, "there is no answer of a sign-in in this text"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := pasted.Read([]byte(tt.text), tt.kind)
			f := fault.Of(err)
			if f == nil || f.Code != "idp.paste_unreadable" || f.Kind != fault.Invalid || f.Hint == "" {
				t.Fatalf("the fault is %+v", f)
			}
			if f.Message != tt.want {
				t.Errorf("it says %q, want %q", f.Message, tt.want)
			}
		})
	}
}
