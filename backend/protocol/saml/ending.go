package saml

import (
	"fmt"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/response"
	"patchbay/backend/protocol/signin"
)

// End implements [signin.Attempt].
func (a *attempt) End(because signin.Ending) proof.Report {
	delivery := proof.Outcome{Expected: "a SAMLResponse", Received: "nothing", Where: a.at.URL, Detail: because.Detail}
	delivery.Failures = []proof.Finding{a.ended(because)}
	a.unmade(delivery, "no response came")
	return a.report("", "")
}

// stopped is the report of a sign-in that could not begin.
func (a *attempt) stopped(why string) *proof.Report {
	a.unmade(proof.Outcome{Skip: why}, why)
	report := a.report("", "")
	return &report
}

// unmade records the checks of a response that did not come: the first one with
// an outcome, the others with the reason. Their names are those that checking
// nothing brings up.
func (a *attempt) unmade(first proof.Outcome, why string) {
	names := proof.NewRecorder(proof.Report{}, a.redactor, nil)
	response.Validate(names, response.Expected{}, signin.Answer{})
	for i, step := range names.Report().Steps {
		outcome := proof.Outcome{Skip: why}
		if i == 0 {
			outcome = first
		}
		a.recorder.Check(step.Name, step.Title, func() proof.Outcome { return outcome })
	}
}

func (a *attempt) ended(because signin.Ending) proof.Finding {
	switch because.Reason {
	case signin.Cancelled:
		return proof.Finding{
			Code: signin.CodeCancelled, Cause: "The sign-in was cancelled.", Remedy: "Start it again when you are ready.",
		}
	case signin.NoPort:
		return proof.Finding{
			Code: signin.CodeCheckFailed, Reason: "port",
			Cause:  "The address for the response cannot be listened on: the port is in use, or this machine has no such address.",
			Remedy: "Choose another port, or 0 for a free one, and register the address with it.",
			Fields: []string{"loopbackPort", "loopbackHost"},
		}
	default:
		return a.nobodyCame(because)
	}
}

// nobodyCame explains a wait that ended. It is all one sees of what a provider
// shows in the browser only.
func (a *attempt) nobodyCame(because signin.Ending) proof.Finding {
	f := proof.Finding{
		Code:  signin.CodeTimeout,
		Cause: fmt.Sprintf("No response came from the provider within %s.", because.Waited.Round(time.Second)),
		Remedy: "Look at what the browser shows. Where the provider does not know " + a.settings.SPEntityID + " or " + a.at.URL +
			" it says so there, or posts its response to the address that it does know: give it this service provider's metadata for the test.",
		Fields: []string{"spEntityId", "callbackUrl"},
	}
	if strings.HasPrefix(a.at.URL, "https:") && !a.at.ByHand {
		f.Remedy += " Where the browser warns of the certificate of this machine, go on: it was made for this test."
	}
	if because.Strays > 0 {
		f.Reason = "strays"
		f.Cause = fmt.Sprintf("No response that belongs to this attempt came from the provider within %s.", because.Waited.Round(time.Second)) + foreign(because)
		f.Remedy = "Start again, and use the browser tab that opens then: responses in old tabs belong to their own attempts. " + f.Remedy
	}
	return f
}

// foreign tells of the responses that came and did not belong to the attempt.
func foreign(because signin.Ending) string {
	if because.Strays == 1 {
		return " One came whose " + because.LastStray + " does not fit."
	}
	return fmt.Sprintf(" %d came that do not belong to it; what did not fit of the last one is its %s.", because.Strays, because.LastStray)
}
