package cli

import (
	"slices"

	"github.com/spf13/pflag"

	"patchbay/backend/notify"
)

// maxEventFile bounds the document of an event, in bytes. One more than what a
// document may have, so that it says itself what is too large.
const maxEventFile = 4<<20 + 1

// eventSource is an event, by its document or by flags.
type eventSource struct {
	command string
	from    string
	event   notify.Event
	given   func(string) bool
}

func (s *eventSource) bind(f *pflag.FlagSet) {
	f.StringVar(&s.from, "from", "", "`FILE` with the document of the event, instead of the flags; - is standard input")
	f.StringVar(&s.event.Action, "action", "", "`NAME` of the action")
	f.StringArrayVar(&s.event.People, "person", nil, "`WHO` it is for: a user name, address or ID; may be repeated")
	f.BoolVar(&s.event.Everyone, "everyone", false, "it is for all people of the deployment")
	f.StringVar(&s.event.Message, "message", "", "`TEXT` that the workflow says")
	s.given = f.Changed
}

// read parses the document, or checks the flags.
func (s *eventSource) read(c *call) (notify.Event, error) {
	usage := func(message string) error { return usageError{message: message, command: s.command} }
	e := s.event
	inDocument := slices.ContainsFunc([]string{"action", "person", "everyone", "message"}, s.given)
	switch {
	case s.from != "" && inDocument:
		return e, usage("the event comes from --from or from the other flags, not from both")
	case s.from != "":
		return s.readDocument(c)
	case e.Action == "":
		return e, usage(s.command + " needs --action NAME or --from FILE")
	case len(e.People) == 0 && !e.Everyone:
		return e, usage(s.command + " needs --person WHO or --everyone")
	case len(e.People) > 0 && e.Everyone:
		return e, usage("--person and --everyone exclude each other")
	case e.Message == "":
		return e, usage(s.command + " needs --message TEXT")
	}
	return e, nil
}

func (s *eventSource) readDocument(c *call) (notify.Event, error) {
	content, err := c.readUpTo(s.from, maxEventFile)
	if err != nil {
		return notify.Event{}, err
	}
	e, err := notify.ParseEvent(content)
	if err != nil {
		return notify.Event{}, err
	}
	if s.event.Key != "" {
		e.Key = s.event.Key
	}
	e.Rehearsal = e.Rehearsal || s.event.Rehearsal
	return e, nil
}
