package app_test

import (
	"sync"
	"testing"

	"patchbay/app"
)

func TestCancelReachesEveryRunOfAnID(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	site := p.addDeployment(t)
	draft := must(p.mailboxes.RehearsalDraft(site.ID))(t)
	must(p.rehearsal.SetFault("imap", "silence"))(t)
	var begun, ended sync.WaitGroup
	begun.Add(2)
	stop := p.app.Subscribe(func(name string, payload any) {
		if step, ok := payload.(app.ProofStep); ok && name == "proof.step" && step.Running && step.Step.Name == "connect" {
			begun.Done()
		}
	})
	defer stop()
	verdicts := make([]string, 2)
	for i := range verdicts {
		ended.Go(func() {
			proof, err := p.mailboxes.Prove(app.MailboxProof{RunID: "same", Draft: draft})
			if err != nil {
				t.Error(err)
			}
			verdicts[i] = proof.Verdict
		})
	}
	begun.Wait()
	if err := p.mailboxes.CancelProof("same"); err != nil {
		t.Error(err)
	}
	ended.Wait() // would take as long as the timeout of a step, were one left
	for _, verdict := range verdicts {
		if verdict != "failed" {
			t.Errorf("a cancelled proof is %q", verdict)
		}
	}
}
