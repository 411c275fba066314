package handover

import (
	"slices"
	"strconv"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/vault"
)

// maxReceipts bounds those that are kept of a deployment.
const maxReceipts = 20

// receiptsRecord is the stored form of a deployment's receipts, the newest
// first.
type receiptsRecord struct {
	Receipts []receipt `json:"receipts"`
}

// receipt is the stored form of one. The glance has the hash of what was pushed,
// and recognises its secrets.
type receipt struct {
	Operator string          `json:"operator"`
	URL      string          `json:"url"`
	Status   int             `json:"status,omitempty"`
	Glance   evidence.Glance `json:"glance"`
}

// newReceipt says what became of a push of this outgoing mail.
func newReceipt(operator, url string, result mailapi.Result, pushed Delivery) receipt {
	report := result.Report
	report.ConfigHash = pushed.ConfigHash
	glance := evidence.GlanceOf(report, pushed.Secrets, evidence.Words{Level: func(string) string { return "pushed" }})
	r := receipt{Operator: operator, URL: url, Glance: glance}
	if result.Exchange != nil {
		r.Status = result.Exchange.Status
		r.Glance.Summary = summary(report.Verdict, r.Status)
	}
	return r
}

// summary says in short what came of a request that was sent.
func summary(verdict proof.Verdict, status int) string {
	text := "Accepted"
	switch {
	case status == 0:
		return "No answer came"
	case verdict == proof.Failed:
		text = "Refused"
	case verdict == proof.Warned:
		text = "Accepted with a warning"
	}
	return text + ": " + answered(status)
}

// answered names the status of an answer.
func answered(status int) string { return "HTTP " + strconv.Itoa(status) }

// add keeps one more receipt before the others, and forgets the last beyond the
// bound. It does not ask the clock, which may have been set back.
func (t *Targets) add(tx *vault.Tx, deploymentID string, one receipt) error {
	kept, _, err := t.receipts.Get(tx, deploymentID)
	if err = vault.Optional(err); err != nil {
		return err
	}
	all := slices.Insert(kept.Receipts, 0, one)
	_, err = t.receipts.Put(tx, deploymentID, receiptsRecord{all[:min(len(all), maxReceipts)]}, vault.AnyRevision)
	return err
}

func (r receiptsRecord) glances() []evidence.Glance {
	glances := make([]evidence.Glance, len(r.Receipts))
	for i, one := range r.Receipts {
		glances[i] = one.Glance
	}
	return glances
}

// shown are the receipts as they are shown. current says of each whether it is
// of what is stored now.
func (r receiptsRecord) shown(current []bool) []Receipt {
	shown := make([]Receipt, len(r.Receipts))
	for i, one := range r.Receipts {
		shown[i] = Receipt{
			At: one.Glance.StartedAt, Operator: one.Operator, URL: one.URL, Status: one.Status,
			Verdict: one.Glance.Verdict, Summary: one.Glance.Summary,
			ConfigHash: one.Glance.Hash, Current: current[i],
		}
	}
	return shown
}
