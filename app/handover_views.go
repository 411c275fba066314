package app

import (
	"patchbay/backend/handover"
	"patchbay/backend/protocol/mailapi"
)

func viewTarget(t handover.Target) MailAPITarget {
	view := MailAPITarget{
		DeploymentID: t.DeploymentID, Revision: int(t.Revision), Saved: t.Saved,
		Form: string(t.Form), URL: t.URL, TokenURL: t.TokenURL, ClientID: t.ClientID, ClientAuth: t.ClientAuth,
		Scope: t.Scope, CAPEM: t.CAPEM, ClientSecret: viewSecret(t.ClientSecret), Bound: t.Bound,
		SSMSURL: t.SSMSURL, SHIFTURL: t.SHIFTURL, Receipts: make([]MailAPIReceipt, len(t.Receipts)),
	}
	for i, r := range t.Receipts {
		view.Receipts[i] = MailAPIReceipt{
			At: stamp(r.At), Operator: r.Operator, URL: r.URL, Status: r.Status, Verdict: string(r.Verdict),
			Summary: r.Summary, ConfigHash: r.ConfigHash, Current: r.Current,
		}
	}
	return view
}

func viewPlan(p handover.Plan) MailAPIPlan {
	view := MailAPIPlan{
		Faults: viewFields(p.Faults), Ready: p.Ready, Method: p.Method, URL: p.URL, Body: p.Body,
		Secrets: list(p.Secrets), Losses: make([]MailAPILoss, len(p.Losses)),
	}
	for i, l := range p.Losses {
		view.Losses[i] = MailAPILoss{Field: l.Field, Text: l.Text, Breaks: l.Breaks}
	}
	return view
}

func viewExchange(e *mailapi.Exchange) *MailAPIExchange {
	if e == nil {
		return nil
	}
	return &MailAPIExchange{
		Method: e.Method, URL: e.URL, RequestHeaders: list(e.RequestHeaders), RequestBody: e.RequestBody,
		Status: e.Status, StatusText: e.StatusText, ResponseHeaders: list(e.ResponseHeaders),
		ResponseBody: e.ResponseBody, ResponseCut: e.Cut,
	}
}
