package saml_test

import (
	"strings"
	"testing"

	"patchbay/backend/protocol/saml"
)

func FuzzInResponseTo(f *testing.F) {
	f.Add(encoded(`<Response InResponseTo="_1"/>`))
	f.Add(encoded(`<?xml version="1.0"?><!-- --><p:Response xmlns:p="x" InResponseTo='_1'>`)[:90])
	f.Add(strings.Repeat("A", 20<<10))
	f.Fuzz(func(t *testing.T, text string) {
		if id, ok := saml.InResponseTo(text); !ok && id != "" {
			t.Errorf("%q names %q and is no response", text, id)
		}
	})
}

func FuzzPage(f *testing.F) {
	f.Add(`<form><input name="SAMLResponse" value="` + encoded(`<Response/>`) + `"/>`)
	f.Add(`<INPUT type=password><!--`)
	f.Fuzz(func(t *testing.T, text string) {
		value := saml.FormField([]byte(text), "SAMLResponse")
		if value != "" && !strings.Contains(strings.ToLower(text), "samlresponse") && !strings.Contains(text, "&") {
			t.Errorf("%q holds %q", text, value)
		}
		if verdict, _ := saml.JudgeResponse(text); verdict == "" {
			t.Error("no verdict")
		}
	})
}

func TestAResponseWithoutAPersonIsRead(t *testing.T) {
	const open = `<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol"><p:Status>`
	for text, want := range map[string]string{
		open + `<p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status></p:Response>`:                                                                  "taken",
		open + `<p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester"><p:StatusCode Value="urn:x:InvalidNameIDPolicy"/></p:StatusCode></p:Status></p:Response>`: "refused",
		open + `</p:Status></p:Response>`: "unclear",
		`<Response/>`:                     "unclear",
		`hello`:                           "unclear",
	} {
		if got, detail := saml.JudgeResponse(encoded(text)); got != want {
			t.Errorf("%s: %s, %s", text, got, detail)
		}
	}
}
