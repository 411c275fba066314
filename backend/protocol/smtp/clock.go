package smtp

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

const (
	// maxClockDifference is what two clocks may differ by without a word: mail
	// and most sign-ins bear it.
	maxClockDifference = 5 * time.Minute
	// maxClockWait bounds the wait for a greeting that only tells the time.
	maxClockWait = 3 * time.Second
	// maxDate is the length of the longest date with room for a comment.
	maxDate = 64 // bytes
	// maxGreetingLines bounds the lines of a greeting that are read for a date.
	maxGreetingLines = 8
)

// ServerTime reads the server's time from its greeting, in UTC: Exchange, Exim
// and Sendmail write it at the end of the first line in the form of RFC 5322
// §3.3. The weekday may be missing and must be right when it is there; a zone
// comment such as "(GMT)" may follow. ok is false when there is no such date.
func ServerTime(greeting string) (at time.Time, ok bool) {
	lines := strings.SplitN(greeting, "\n", maxGreetingLines+1)
	for _, line := range lines[:min(len(lines), maxGreetingLines)] {
		if at, ok := dateAtEnd(line); ok {
			return at, true
		}
	}
	return time.Time{}, false
}

// dateAtEnd reads "Sun, 22 Nov 2026 01:29:56 +0000" at the end of a line.
func dateAtEnd(line string) (time.Time, bool) {
	line = strings.TrimRight(line, " \t\r")
	fields := strings.Fields(line[max(0, len(line)-maxDate):])
	if n := len(fields); n > 0 && strings.HasPrefix(fields[n-1], "(") && strings.HasSuffix(fields[n-1], ")") {
		fields = fields[:n-1]
	}
	const parts = 5 // day, month, year, time and zone
	if len(fields) < parts {
		return time.Time{}, false
	}
	first := len(fields) - parts
	at, ok := parseDate(fields[first:])
	if !ok || first == 0 {
		return at.UTC(), ok
	}
	weekday, hasWeekday := strings.CutSuffix(fields[first-1], ",")
	if hasWeekday && weekday != at.Format("Mon") {
		return time.Time{}, false
	}
	return at.UTC(), true
}

// parseDate reads the five parts of a date. time.Parse alone would take
// fractions of a second as well.
func parseDate(parts []string) (time.Time, bool) {
	date := slices.Clone(parts)
	if len(date[2]) != len("2006") || len(date[3]) != len("15:04:05") {
		return time.Time{}, false
	}
	switch date[4] {
	case "GMT", "UT", "UTC": // RFC 5322 §4.3
		date[4] = "+0000"
	}
	at, err := time.Parse("2 Jan 2006 15:04:05 -0700", strings.Join(date, " "))
	if err != nil || at.Year() < 1900 {
		return time.Time{}, false
	}
	return at, true
}

// compareClocks notes how far this machine's clock is from the server's. It
// changes no verdict: either of the two may be wrong.
func (s *session) compareClocks(greeting reply) {
	server, ok := ServerTime(greeting.text())
	if !ok {
		return
	}
	now := time.Now
	if s.request.Now != nil {
		now = s.request.Now
	}
	ahead := now().Sub(server)
	switch {
	case ahead > maxClockDifference:
		s.clock = "this machine's clock is " + roughly(ahead) + " ahead of the server's"
	case ahead < -maxClockDifference:
		s.clock = "this machine's clock is " + roughly(-ahead) + " behind the server's"
	default:
		return
	}
	s.Recorder.Note(s.clock)
}

// roughly writes a difference in the largest unit that is exact enough.
func roughly(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes", d.Round(time.Minute)/time.Minute)
	case d < 2*day:
		return fmt.Sprintf("%d hours", d.Round(time.Hour)/time.Hour)
	default:
		return fmt.Sprintf("%d days", d.Round(day)/day)
	}
}

// withClockNote adds what is known of the clocks to a step's detail.
func (s *session) withClockNote(detail string) string {
	if s.clock == "" {
		return detail
	}
	return detail + "\n" + s.clock
}

// withClock adds what is known of the clocks to findings about a
// certificate's time: the wrong one of the two may be at fault.
func (s *session) withClock(outcome proof.Outcome) proof.Outcome {
	if s.clock == "" {
		return outcome
	}
	for i := range outcome.Failures {
		if f := &outcome.Failures[i]; isAboutTime(*f) {
			f.Cause += " By the server's greeting, " + s.clock + "."
		}
	}
	return outcome
}

func isAboutTime(f proof.Finding) bool {
	return f.Code == dial.CodeExpired || f.Code == dial.CodeNotYetValid
}

// askForClock reads the greeting behind a certificate that failed for its time,
// because the greeting may tell which clock is wrong. Nothing is sent over the
// connection, which is not trusted.
func (s *session) askForClock(handshake dial.Handshake) {
	if s.probe || s.Greeted || handshake.Conn == nil || !slices.ContainsFunc(handshake.Failures, isAboutTime) {
		return
	}
	_ = handshake.Conn.SetReadDeadline(time.Now().Add(min(maxClockWait, s.Timeout()))) // a closed one fails when it is read
	greeting, err := newWire(handshake.Conn, s.Recorder).read()
	if err == nil && greeting.code == codeReady {
		s.compareClocks(greeting)
	}
}
