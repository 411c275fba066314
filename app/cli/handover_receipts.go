package cli

import (
	"net/http"
	"strconv"
	"time"

	"patchbay/backend/deployment"
	"patchbay/backend/handover"
	"patchbay/backend/proof"
	"patchbay/backend/workbench"
)

// receiptDocument says what became of a push.
type receiptDocument struct {
	At         time.Time     `json:"at"`
	Operator   string        `json:"operator"`
	URL        string        `json:"url"`
	Status     int           `json:"status"` // 0 when no answer came
	Verdict    proof.Verdict `json:"verdict"`
	Summary    string        `json:"summary"`
	ConfigHash string        `json:"configHash"`
	Current    bool          `json:"current"` // of exactly what is kept now, taken or not
}

func handoverReceiptsCommand() command {
	return command{
		name:     "handover receipts",
		short:    "list the pushes of the mail configuration, newest first",
		examples: []string{"patchbay handover receipts", "patchbay handover receipts --json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				target, err := bench.Handover.MailAPI(c.ctx, d.ID)
				if err != nil {
					return err
				}
				documents := make([]receiptDocument, len(target.Receipts))
				for i, r := range target.Receipts {
					documents[i] = receiptDocumentOf(r)
				}
				return c.out.result(documents, func(p *printer) { printReceipts(p, d, documents) })
			})
		},
	}
}

func receiptDocumentOf(r handover.Receipt) receiptDocument {
	return receiptDocument{
		At: r.At.UTC(), Operator: r.Operator, URL: r.URL, Status: r.Status, Verdict: r.Verdict, Summary: r.Summary,
		ConfigHash: r.ConfigHash, Current: r.Current,
	}
}

// current says whether the target has what is kept now. A push that was not
// taken says nothing of that.
func (d receiptDocument) current() string {
	if d.Verdict == proof.Failed || d.Status != http.StatusOK {
		return "–"
	}
	return yes(d.Current)
}

func printReceipts(p *printer, d deployment.Deployment, receipts []receiptDocument) {
	if len(receipts) == 0 {
		p.line("Nothing of %s has been pushed yet.", d.Name)
		return
	}
	rows := make([][]string, len(receipts))
	for i, r := range receipts {
		answer := "none"
		if r.Status != 0 {
			answer = strconv.Itoa(r.Status)
		}
		rows[i] = []string{r.At.Format(time.RFC3339), r.Operator, r.URL, answer, r.current(), r.Summary}
	}
	p.table([]string{"AT", "OPERATOR", "URL", "ANSWER", "CURRENT", "SUMMARY"}, rows)
}
