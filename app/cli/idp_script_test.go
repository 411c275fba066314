package cli_test

import (
	"encoding/json"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
)

func signs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: signs [FAULT]")
	}
	server, err := idpd.Start(idpd.Options{})
	ts.Check(err)
	ts.Defer(func() { ts.Check(server.Close()) })
	if len(args) == 1 {
		ts.Check(server.SetFault(args[0]))
	}
	for _, kind := range []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} {
		document, err := idpDocument(server, kind)
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(string(kind)+".json"), document, 0o600))
	}
	ts.Setenv("ISSUER", server.Issuer())
	ts.Setenv("CLIENT_SECRET", string(server.ClientSecret().Reveal()))
}

// idpDocument is what reaches a rehearsal provider, with its secret.
func idpDocument(server *idpd.Server, kind signin.Type) ([]byte, error) {
	settings, clientSecret := server.Settings(kind)
	settings.Name, settings.CallbackURL = "Rehearsal "+string(kind), "https://app.example.com/"+string(kind)
	encoded, err := json.Marshal(settings)
	if err != nil || !clientSecret.IsSet() {
		return encoded, err
	}
	document := map[string]any{}
	if err := json.Unmarshal(encoded, &document); err != nil {
		return nil, err
	}
	document["clientSecret"] = string(clientSecret.Reveal())
	return json.Marshal(document)
}

func editIDP(ts *testscript.TestScript, neg bool, args []string) {
	editFrom(ts, "oidc.json", neg, args)
}
