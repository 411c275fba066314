package notify

// Left is why a message is not sent again.
type Left string

// The closed set of reasons, in the order in which they are told.
const (
	LeftSent           Left = "sent"             // the server has taken it
	LeftMayHaveArrived Left = "may_have_arrived" // and nobody consented to send it twice
	LeftBeingSent      Left = "being_sent"       // its turn may come by itself
	LeftPersonGone     Left = "person_gone"
)

// LeftOut counts messages that are left out for one reason.
type LeftOut struct {
	Why   Left
	Text  string // the same in words
	Count int
}

// leftOut lists the reasons that there are.
func leftOut(counts map[Left]int) []LeftOut {
	var list []LeftOut
	for _, l := range []LeftOut{
		{Why: LeftSent, Text: "The server has taken it already; that is never sent again."},
		{Why: LeftMayHaveArrived, Text: "Nobody knows whether it has arrived. Look for it at its recipient."},
		{Why: LeftBeingSent, Text: "It is being sent just now."},
		{Why: LeftPersonGone, Text: "The person has been removed."},
	} {
		if l.Count = counts[l.Why]; l.Count > 0 {
			list = append(list, l)
		}
	}
	return list
}

// left is why what is kept of a message forbids to send it again; "" when it may be.
func (r *messageRecord) left(mayArriveTwice bool) Left {
	switch {
	case r.Outcome == Sent:
		return LeftSent
	case r.mayHaveArrived() && !mayArriveTwice:
		return LeftMayHaveArrived
	}
	return ""
}
