package localapi

import (
	"strings"
	"sync"
	"time"
	"unicode"
)

// Call is one call of the API, without its body and its credentials.
type Call struct {
	At           time.Time
	Method       string
	Path         string // without its query
	Status       int    // of HTTP
	Client       string // client ID; "" before it is known
	DeploymentID string
	Detail       string // why it was refused
	Duration     time.Duration
}

// The bounds of what is kept of calls: a caller chooses most of it.
const (
	callsKept   = 200
	maxMethod   = 16  // bytes
	maxPath     = 256 // bytes
	maxClient   = 128 // bytes
	maxDetail   = 256 // bytes
	tellBetween = 250 * time.Millisecond
)

// calls are the newest ones.
type calls struct {
	tell func() // that there are new ones

	mu      sync.Mutex
	kept    []Call // a ring from next on, once it is full
	next    int
	total   int
	told    time.Time
	pending bool
}

// Note keeps a call. What it holds is cut to a bounded length.
func (a *API) Note(call Call) {
	a.calls.add(call.bounded())
}

// Calls returns the newest calls, newest first, and how many there were in all.
func (a *API) Calls() (newest []Call, total int) {
	c := &a.calls
	c.mu.Lock()
	defer c.mu.Unlock()
	newest = make([]Call, 0, len(c.kept))
	for i := range c.kept {
		newest = append(newest, c.kept[(c.next-1-i+2*len(c.kept))%len(c.kept)])
	}
	return newest, c.total
}

func (c *calls) add(call Call) {
	c.mu.Lock()
	if len(c.kept) < callsKept {
		c.kept = append(c.kept, call)
	} else {
		c.kept[c.next] = call
	}
	c.next = (c.next + 1) % callsKept
	c.total++
	now := c.due()
	c.mu.Unlock()
	if now {
		c.tell()
	}
}

// due reports whether listeners are to be told at once; otherwise they are
// told a little later, once for all calls until then. The caller holds mu.
func (c *calls) due() bool {
	if c.pending {
		return false
	}
	now := time.Now() // of the machine: this is a pace, and no time that is shown
	if rest := tellBetween - now.Sub(c.told); rest > 0 {
		c.pending = true
		time.AfterFunc(rest, c.tellLater)
		return false
	}
	c.told = now
	return true
}

func (c *calls) tellLater() {
	c.mu.Lock()
	c.pending, c.told = false, time.Now()
	c.mu.Unlock()
	c.tell()
}

func (c Call) bounded() Call {
	c.Method = cut(c.Method, maxMethod)
	c.Path = cut(c.Path, maxPath)
	c.Client = cut(c.Client, maxClient)
	c.Detail = cut(c.Detail, maxDetail)
	return c
}

// cut shortens a text that a caller chose, and leaves out what would not show
// in a line. The copy does not keep the whole request in memory.
func cut(text string, limit int) string {
	if len(text) > limit {
		const mark = "…"
		text = text[:limit-len(mark)] + mark
	}
	text = strings.ToValidUTF8(text, "")
	return strings.Clone(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, text))
}
