package mailbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// chatty is a report of a server that says as much as it may.
func chatty(verdict proof.Verdict) proof.Report {
	folders := &proof.Mailbox{}
	for i := range 1000 {
		folders.Folders = append(folders.Folders, proof.Folder{Name: fmt.Sprintf("INBOX/%s/%d", strings.Repeat("x", 200), i)})
	}
	certificate := proof.Certificate{Subject: "CN=imap.example.com", PEM: strings.Repeat("A", 4000)}
	report := proof.Report{Verdict: verdict, Steps: []proof.Step{
		{Name: "tls", Verdict: proof.Passed, TLS: &proof.TLS{Certificates: []proof.Certificate{certificate, certificate}}},
		{Name: "folders", Verdict: verdict, Mailbox: folders, Detail: strings.Repeat("y", 2000)},
	}}
	if verdict == proof.Failed {
		report.Steps[1].Finding = &proof.Finding{Code: "c", Cause: "Cause.", Remote: &fault.Remote{Text: strings.Repeat("z", 20000)}}
	}
	for range 2000 {
		report.Transcript = append(report.Transcript, proof.Line{From: "server", Text: strings.Repeat("t", 100)})
	}
	return report
}

func TestAKeptProofIsSmallAndSaysWhatItFound(t *testing.T) {
	t.Parallel()
	for _, verdict := range []proof.Verdict{proof.Passed, proof.Warned, proof.Failed} {
		full := chatty(verdict)
		kept := evidence.Compact(slim(full), storedLimits())
		doc, err := json.Marshal(kept)
		if err != nil {
			t.Fatal(err)
		}
		if len(doc) > maxStoredProof {
			t.Errorf("%s: %d bytes", verdict, len(doc))
		}
		if len(kept.Steps) != 2 || !kept.TranscriptCut {
			t.Errorf("%s: %+v", verdict, kept)
		}
		if f := kept.Steps[1].Finding; verdict == proof.Failed && (f == nil || f.Cause != "Cause.") {
			t.Errorf("the cause is lost: %+v", f)
		}
		if len(full.Steps[1].Mailbox.Folders) != 1000 || full.Steps[0].TLS.Certificates[0].PEM == "" {
			t.Error("the report itself was changed")
		}
	}
}
