package mailbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/mailauth"
)

// servers stand in for real ones where time has to pass: how many connections
// each bears, how long an attempt takes, and what it says to each account.
type servers struct {
	bears map[string]int
	takes map[string]time.Duration
	fails map[string]string // mailbox: code

	mu     sync.Mutex
	open   map[string]int
	most   map[string]int
	asked  map[string]int
	signed []string // mailboxes whose credentials were submitted, in order
	ended  map[string]time.Time
}

func (s *servers) attempt(ctx context.Context, j *job, epoch int, silence *proof.Report) outcome {
	report := proof.Report{Verdict: proof.Passed, Target: j.server, Steps: []proof.Step{{Name: "connect", Verdict: proof.Passed}}}
	if silence != nil {
		return answer(j, epoch, unaskedReport(*silence, imap.Settings{}, time.Now()))
	}
	busy := s.enter(j)
	defer s.leave(j)
	takes := s.takes[j.server]
	if busy {
		takes = time.Millisecond
	}
	select {
	case <-time.After(takes):
	case <-ctx.Done():
		return outcome{job: j, epoch: epoch}
	}
	code := s.fails[j.mailbox]
	switch {
	case busy:
		return answer(j, epoch, failed(report, "authenticate", imap.CodeConnectionLimit))
	case code == "net.timeout":
		return answer(j, epoch, failed(report, "connect", code))
	}
	s.submit(j)
	if code != "" {
		report = failed(report, "authenticate", code)
	}
	return answer(j, epoch, report)
}

func failed(report proof.Report, step, code string) proof.Report {
	report.Verdict = proof.Failed
	report.Steps = []proof.Step{{Name: step, Verdict: proof.Failed, Finding: &proof.Finding{
		Code: code, Cause: "Cause.", Remedy: "Remedy.", Remote: &fault.Remote{Text: "Too many"},
	}}}
	return report
}

func answer(j *job, epoch int, report proof.Report) outcome {
	return outcome{
		job: j, epoch: epoch, kept: make([]provedOne, 1),
		proved: []ManyResult{{ID: j.id, Mailbox: j.mailbox, Report: report}},
	}
}

func (s *servers) enter(j *job) (busy bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[j.server]++
	s.asked[j.server]++
	s.most[j.server] = max(s.most[j.server], s.open[j.server])
	bears, limited := s.bears[j.server]
	return limited && s.open[j.server] > bears
}

func (s *servers) leave(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[j.server]--
	s.ended[j.server] = time.Now()
}

func (s *servers) submit(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signed = append(s.signed, j.mailbox)
}

func newServers() *servers {
	return &servers{
		bears: map[string]int{}, takes: map[string]time.Duration{}, fails: map[string]string{},
		open: map[string]int{}, most: map[string]int{}, asked: map[string]int{}, ended: map[string]time.Time{},
	}
}

// crowdOf is a run of jobs against these servers.
func (s *servers) crowdOf(ctx context.Context, bus *event.Bus, jobs ...*job) *crowd {
	c := newCrowd(ctx, 16, 8)
	c.attempt, c.keep = s.attempt, func(provedOne) {}
	c.tally = newTally(bus, "d", ManyRequest{})
	for _, j := range jobs {
		c.tally.total += 1 + len(j.twins)
		c.add(j)
	}
	return c
}

func jobsAt(server string, n int) []*job {
	jobs := make([]*job, n)
	for i := range jobs {
		name := fmt.Sprintf("%d@%s", i, server)
		jobs[i] = &job{id: name, mailbox: name, server: server}
	}
	return jobs
}

func TestAServerThatLimitsConnectionsGetsFewer(t *testing.T) {
	t.Parallel()
	for _, bears := range []int{1, 2, 3, 5, 7} {
		t.Run(fmt.Sprint(bears), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newServers()
				s.bears["a:993"], s.takes["a:993"] = bears, 50*time.Millisecond
				c := s.crowdOf(t.Context(), &event.Bus{}, jobsAt("a:993", 200)...)
				c.run()
				r := c.report()
				if r.Passed != 200 || r.Failed != 0 || r.Untried != 0 {
					t.Errorf("%+v: want 200 passed", r)
				}
				if len(s.signed) != 200 {
					t.Errorf("%d credentials submitted, want 200", len(s.signed))
				}
				if len(r.Slowed) != 1 || r.Slowed[0].Server != "a:993" || r.Slowed[0].Words != "Too many" {
					t.Errorf("slowed %+v", r.Slowed)
				}
				if s.most["a:993"] > 8 {
					t.Errorf("%d connections at once, want at most 8", s.most["a:993"])
				}
				// It settles soon: no more than some tens are refused.
				if refused := s.asked["a:993"] - 200; refused > 60 {
					t.Errorf("%d refused", refused)
				}
			})
		})
	}
}

func TestAServerThatComesBackGetsItsConnectionsBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, began := newServers(), time.Now()
		s.bears["a:993"], s.takes["a:993"] = 0, 50*time.Millisecond
		time.AfterFunc(3*time.Second, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.bears, "a:993")
		})
		c := s.crowdOf(t.Context(), &event.Bus{}, jobsAt("a:993", 2000)...)
		c.run()
		if r := c.report(); r.Passed != 2000 || r.Slowed[0].Connections != 8 {
			t.Errorf("%+v", r)
		}
		// At one connection it would take 100 s, at eight 12.5 s.
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestASlowServerDoesNotHoldUpOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, began := newServers(), time.Now()
		s.takes["slow:993"], s.takes["fast:993"] = 20*time.Second, 10*time.Millisecond
		c := s.crowdOf(t.Context(), &event.Bus{}, append(jobsAt("slow:993", 40), jobsAt("fast:993", 400)...)...)
		c.run()
		if r := c.report(); r.Passed != 440 || len(r.Slowed) != 0 {
			t.Errorf("%+v", r)
		}
		if took := s.ended["fast:993"].Sub(began); took > time.Second {
			t.Errorf("the fast server was done after %v, want half a second", took)
		}
	})
}

func TestRefusedAccountsComeLast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServers()
		s.takes["a:993"] = 10 * time.Millisecond
		jobs := jobsAt("a:993", 50)
		for i := range 10 {
			jobs[i].late = true
			s.fails[jobs[i].mailbox] = mailauth.CodeRejected
		}
		c := s.crowdOf(t.Context(), &event.Bus{}, jobs...)
		c.run()
		r := c.report()
		if r.Failed != 10 || r.Passed != 40 {
			t.Errorf("%+v", r)
		}
		if len(r.Causes) != 1 || r.Causes[0].Count != 10 || len(r.Causes[0].Mailboxes) != 10 {
			t.Errorf("causes %+v, want one of ten mailboxes", r.Causes)
		}
		if len(s.signed) != 50 {
			t.Fatalf("%d attempts, want 50: each account once", len(s.signed))
		}
		for _, mailbox := range s.signed[:40] {
			if s.fails[mailbox] != "" {
				t.Errorf("%s was tried before the others were done", mailbox)
			}
		}
	})
}

func TestAServerThatIsNotReachedIsNotAskedForEachMailbox(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newServers()
		s.takes["dead:993"] = 10 * time.Second
		jobs := jobsAt("dead:993", 1000)
		for _, j := range jobs {
			s.fails[j.mailbox] = "net.timeout"
		}
		c := s.crowdOf(t.Context(), &event.Bus{}, jobs...)
		longest := ""
		c.tally.observe = func(r ManyResult) {
			if f := explaining(r.Report); len(f.Cause) > len(longest) {
				longest = f.Cause
			}
		}
		c.run()
		if n := strings.Count(longest, "not asked again"); n != 1 {
			t.Errorf("it is said %d times that the server was not asked again: %.500s", n, longest)
		}
		if r := c.report(); r.Failed != 1000 {
			t.Errorf("%+v", r)
		}
		if asked := s.asked["dead:993"]; asked > 24 {
			t.Errorf("asked %d times, want at most 24", asked)
		}
	})
}

func TestAServerThatRefusesEverythingEndsTheRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, began, bus := newServers(), time.Now(), &event.Bus{}
		s.bears["full:993"] = 0
		var told time.Duration // until somebody could see why nothing comes
		bus.Subscribe(func(e event.Event) {
			if told == 0 && len(e.Proving.Slowed) == 1 && len(e.Proving.Rows) == 0 {
				told = time.Since(began)
			}
		})
		c := s.crowdOf(t.Context(), bus, jobsAt("full:993", 500)...)
		c.run()
		if told != tellEvery {
			t.Errorf("the slowdown was told after %v", told)
		}
		if r := c.report(); r.Failed != 500 || len(s.signed) != 0 {
			t.Errorf("%+v", r)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}

func TestCancellingEndsARunAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, began := newServers(), time.Now()
		s.takes["a:993"] = time.Second
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		c := s.crowdOf(ctx, &event.Bus{}, jobsAt("a:993", 100)...)
		c.run()
		if r := c.report(); r.Passed != 16 || r.Untried != 84 {
			t.Errorf("%+v: want 16 passed and 84 not tried", r)
		}
		if took := time.Since(began); took != 2500*time.Millisecond {
			t.Errorf("it ended after %v", took)
		}
		if c.cause() != nil {
			t.Errorf("cause %v, want none: the caller has ended it", c.cause())
		}
	})
}

func TestAnErrorEndsARun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, broken := newServers(), errors.New("broken")
		s.takes["a:993"] = time.Second
		c := s.crowdOf(t.Context(), &event.Bus{}, jobsAt("a:993", 100)...)
		c.attempt = func(ctx context.Context, j *job, epoch int, silence *proof.Report) outcome {
			if j.id == "3@a:993" {
				return outcome{job: j, err: broken}
			}
			return s.attempt(ctx, j, epoch, silence)
		}
		c.run()
		if !errors.Is(c.cause(), broken) {
			t.Errorf("cause %v", c.cause())
		}
		if r := c.report(); r.Untried != 100 {
			t.Errorf("%+v", r)
		}
	})
}

func TestProgressIsToldAtMostTenTimesASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, bus := newServers(), &event.Bus{}
		s.takes["a:993"] = 5 * time.Millisecond
		events, rows := 0, 0
		var last event.Event
		bus.Subscribe(func(e event.Event) { events, rows, last = events+1, rows+len(e.Proving.Rows), e })
		began := time.Now()
		c := s.crowdOf(t.Context(), bus, jobsAt("a:993", 1600)...)
		c.run()
		c.report()
		if most := int(time.Since(began)/tellEvery) + 2; events > most {
			t.Errorf("%d events, want at most %d", events, most)
		}
		if rows != 1600 || last.Done != 1600 || last.Total != 1600 || last.Proving.Passed != 1600 {
			t.Errorf("%d rows, last event %+v", rows, last)
		}
	})
}
