package api

import (
	"fmt"

	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
)

// maxPeople is how many people one call tells at most.
const maxPeople = 1000

// maxEvent bounds the body of a call with an event, in bytes: so many addresses,
// and the longest message with every character escaped.
const maxEvent = 512 << 10

// messagesRequest is an event, to be sent or only to be decided.
type messagesRequest struct {
	notify.Event
	dryRun bool
}

func readMessagesRequest(body []byte) (messagesRequest, error) {
	r, err := document.ReadLarge(body)
	if err != nil {
		return messagesRequest{}, err
	}
	m := messagesRequest{Event: notify.ReadEvent(r)}
	if dry := r.Flag("dryRun"); dry != nil {
		m.dryRun = *dry
	}
	if len(m.People) > maxPeople {
		r.Blame("people", fmt.Sprintf("must be at most %d in one call", maxPeople))
	}
	return m, r.Finish()
}

// postMessages sends an event, and answers with what became of each message, also
// where no mail went; or says what would come of it.
func (a *routes) postMessages(c *call) (answer, error) {
	request, err := readMessagesRequest(c.body)
	if err != nil {
		return answer{}, err
	}
	if err := a.notTooMany(c, request.Event); err != nil {
		return answer{}, err
	}
	c.takeTime()
	if request.dryRun {
		decisions, err := a.bench.Notifications.Rehearse(c.ctx, c.deployment.ID, request.Event)
		if err != nil {
			return answer{}, err
		}
		return ok(decidedAnswer(decisions)), nil
	}
	sent, err := a.bench.Notifications.Send(c.ctx, c.deployment.ID, request.Event, "")
	if err != nil {
		return answer{}, err
	}
	return ok(sentAnswer(sent)), nil
}

// notTooMany refuses an event for everyone where that is more than one call tells.
func (a *routes) notTooMany(c *call, e notify.Event) error {
	if !e.Everyone {
		return nil
	}
	page, err := a.bench.Notifications.People(c.ctx, c.deployment.ID, notify.PeopleQuery{Limit: 1})
	if err != nil || page.Total <= maxPeople {
		return err
	}
	return document.InvalidFields([]fault.Field{{
		Name: "everyone", Message: fmt.Sprintf("names %d people, and one call tells at most %d", page.Total, maxPeople),
	}}).WithHint("name the people, in several calls")
}
