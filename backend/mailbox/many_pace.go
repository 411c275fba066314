package mailbox

import (
	"time"

	"patchbay/backend/event"
	"patchbay/backend/proof"
	"patchbay/backend/vault"
)

// How a server that refuses for too many connections is treated.
const (
	firstPause = 500 * time.Millisecond // doubled with each refusal in a row
	maxPause   = 15 * time.Second
	// maxRefusals in a row with nothing accepted between them, and the server is
	// not asked a second time for any mailbox.
	maxRefusals = 6
	// maxTries bounds how often one mailbox is tried whose credentials the server
	// did not look at.
	maxTries = 6
	// growAfter so many answers one more connection is used, up to what the server
	// bore before it refused; after dareAfter so many even one more than that, and
	// after twice as many whenever it refuses then.
	growAfter    = 16
	dareAfter    = 32
	maxDareAfter = 1024
)

// job is one mailbox of a run.
type job struct {
	id, mailbox string
	record      record // of the revision
	revision    vault.Revision
	server      string // host:port
	account     string // host and user name
	late        bool   // its sign-in was refused last time
	tries       int
	twins       []*job // with the same account
}

// pace is the queue to one server, and how many connections it bears.
type pace struct {
	server         string
	waiting, late  []*job // late ones begin when no others wait
	running        int
	limit, ceiling int // of connections at once: now, and as long as nothing is dared
	most           int // of connections at once, ever
	dareAfter      int // so many answers
	dared          bool
	epoch          int // counts the slowdowns
	refusals       int // in a row
	answers        int // since the last change of the limit
	slowed, spent  bool
	words          string // with which it refused last
	until          time.Time
	heard          bool          // it has answered
	unreached      int           // attempts that did not reach it, in a row
	silence        *proof.Report // what all the others would find as well
	silentAfter    int
}

func newPace(server string, perServer int) *pace {
	return &pace{
		server: server, limit: perServer, ceiling: perServer, most: perServer,
		dareAfter: dareAfter, silentAfter: 2 * perServer,
	}
}

// add queues a job: one whose sign-in was refused last time comes after the
// others, because a server that answers a wrong password late holds up the
// right ones.
func (p *pace) add(j *job) {
	if j.late {
		p.late = append(p.late, j)
		return
	}
	p.waiting = append(p.waiting, j)
}

func (p *pace) queued() int { return len(p.waiting) + len(p.late) }

// ready reports whether a job may begin now.
func (p *pace) ready(now time.Time) bool {
	return p.queued() > 0 && p.running < p.limit && !now.Before(p.until)
}

// begin takes the next job.
func (p *pace) begin() (j *job, epoch int) {
	queue := &p.waiting
	if len(p.waiting) == 0 {
		queue = &p.late
	}
	j = (*queue)[0]
	*queue = (*queue)[1:]
	p.running++
	j.tries++
	return j, p.epoch
}

// end notes how an attempt ended that began in an epoch, and reports whether the
// job is to be tried again.
func (p *pace) end(j *job, epoch int, how ending, now time.Time) (again bool) {
	switch how.kind {
	case refused:
		p.refuse(epoch, how.words, now)
	case answered:
		p.answer()
	case unreached:
		how.untouched = p.miss(epoch, how, now)
	}
	p.running--
	return how.kind != answered && how.untouched && !p.spent && j.tries < maxTries
}

// miss notes that the server did not answer, and reports whether it may be asked
// again: it may when it has answered in this run before, and was too busy now.
func (p *pace) miss(epoch int, how ending, now time.Time) (again bool) {
	if p.heard && !p.spent {
		p.refuse(epoch, how.words, now)
		return true
	}
	if how.absent {
		p.unreached++
	}
	if p.unreached >= p.silentAfter && p.silence == nil { // else it may be the report of one that was not asked
		p.silence = how.report
	}
	return false
}

func (p *pace) answer() {
	p.heard, p.refusals, p.spent = true, 0, false
	p.unreached, p.silence = 0, nil
	p.answers++
	switch {
	case p.limit < p.ceiling && p.answers >= growAfter:
		p.limit++
	case p.limit == p.ceiling && p.ceiling < p.most && p.answers >= p.dareAfter:
		p.limit++
		p.ceiling++
		p.dared = true
	default:
		return
	}
	p.answers = 0
}

// refuse halves the connections and pauses, once for all attempts that were
// under way together.
func (p *pace) refuse(epoch int, words string, now time.Time) {
	p.heard, p.slowed = true, true
	if words != "" {
		p.words = words
	}
	if epoch < p.epoch {
		return
	}
	if p.dared {
		p.dareAfter, p.dared = min(2*p.dareAfter, maxDareAfter), false
	}
	p.epoch++
	p.refusals++
	p.spent = p.refusals >= maxRefusals
	p.ceiling = max(1, min(p.ceiling, p.running-1))
	p.limit = max(1, min(p.limit, p.running)/2)
	p.answers = 0
	if p.spent {
		p.until = now
		return
	}
	p.until = now.Add(min(firstPause<<(p.refusals-1), maxPause))
}

// slowdown says how the server is treated now.
func (p *pace) slowdown() event.Slowed {
	return event.Slowed{Server: p.server, Connections: p.limit, Words: p.words}
}
