package oidc

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
)

// Probe finds out without a person which of the ambiguous settings the provider
// takes: the spelling of the issuer, the client authentication, and PKCE.
func Probe(ctx context.Context, r signin.Request) signin.ProbeReport {
	p := open(ctx, r, signin.LevelCheck)
	p.Run(ctx, p.before()[:1])
	if p.Stopped() {
		return signin.ProbeReport{Finding: p.Failure()}
	}
	rows := p.probeIssuer(ctx)
	rows = append(rows, p.ProbeClientAuth(ctx, p.doc.token())...)
	rows = append(rows, p.ProbePKCE(ctx, p.authEndpoint())...)
	p.Redactor.Wipe()
	return signin.ProbeReport{Rows: rows}
}

// probeIssuer tries the issuer without and with a slash at the end.
func (p *provider) probeIssuer(ctx context.Context) []signin.ProbeRow {
	without := strings.TrimRight(bare(p.Settings.Issuer), "/")
	var rows []signin.ProbeRow
	for _, spelling := range []string{without, without + "/"} {
		row := signin.ProbeRow{
			Setting: "issuer", Label: "Issuer: " + spelling, Value: spelling,
			Current: spelling == p.Settings.Issuer, Verdict: signin.ProbeRefused,
		}
		doc, _, _, f := p.discover(ctx, spelling)
		switch {
		case doc == nil:
			row.Verdict, row.Detail = signin.ProbeUnclear, f.Cause
		case doc.issuer() == spelling:
			row.Verdict, row.Detail = signin.ProbeTaken, "the provider calls itself so"
		default:
			row.Detail = fmt.Sprintf("the provider calls itself %s", proof.Visible(doc.issuer()))
		}
		if row.Verdict == signin.ProbeTaken && !row.Current {
			if patch, err := json.Marshal(map[string]string{"issuer": spelling}); err == nil {
				row.Alternative = &proof.Alternative{Label: "Use " + spelling, Patch: patch}
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// Read fetches what the provider announces, and says what of it belongs into the
// document. Beside the issuer nothing needs to be filled in.
func Read(ctx context.Context, r signin.Request) signin.Reading {
	p := &provider{Session: oauth.OpenReading(r, "issuer", r.Settings.Issuer)}
	p.Arrive(ctx, p.issuer())
	p.Run(ctx, []oauth.Item{
		{ID: "O01", Try: p.found},
		{ID: "O02", Try: p.sameIssuer},
		{ID: "O03", Try: p.secured},
	})
	reading := signin.Reading{}
	if p.doc.Object != nil {
		reading.Patch = p.patch()
	}
	reading.Report = p.Report(showsCheck, leavesCheck)
	return reading
}

// patch is what the document fills in: the issuer where its spelling was seen to
// hold, and a client authentication where only one of ours is announced.
func (p *provider) patch() json.RawMessage {
	patch := map[string]any{}
	if announced := p.doc.issuer(); announced == p.Settings.Issuer || first(locations(announced)) == p.doc.url && !strings.Contains(announced, "{") {
		patch["issuer"] = announced
	}
	var offered []signin.ClientAuth
	for _, how := range []signin.ClientAuth{signin.ClientSecretBasic, signin.ClientSecretPost} {
		if yes, _ := p.doc.offers("token_endpoint_auth_methods_supported", string(how)); yes {
			offered = append(offered, how)
		}
	}
	if len(offered) == 1 && p.Settings.ClientAuth == "" {
		patch["clientAuth"] = offered[0]
	}
	raw, err := json.Marshal(patch)
	if err != nil {
		return nil
	}
	return raw
}
