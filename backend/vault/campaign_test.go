package vault_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// What asks for the campaigns, through the environment. Without a size they are
// skipped: they take minutes.
const (
	campaignSize   = "PATCHBAY_CAMPAIGN"        // "short" or "full"
	campaignReport = "PATCHBAY_CAMPAIGN_REPORT" // the file to which each appends a line
	campaignBuild  = "PATCHBAY_CAMPAIGN_BUILD"  // how the binary was built, for that line
)

// campaign counts what happened in the rounds of one campaign. Lost, wrong and
// crashes must stay zero.
type campaign struct {
	name   string
	rounds int
	random *rand.Rand

	mu     sync.Mutex
	counts []count
}

type count struct {
	name string
	n    int
}

// startCampaign skips the test when no campaign was asked for, and reports its
// counts at the end.
func startCampaign(t *testing.T, short, full int) *campaign {
	t.Helper()
	c := &campaign{name: t.Name(), rounds: short, random: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))}
	switch os.Getenv(campaignSize) {
	case "short":
	case "full":
		c.rounds = full
	default:
		t.Skip("runs in a campaign only: make campaign")
	}
	for _, name := range []string{"rounds", "kills", "acknowledged", "lost", "wrong", "crashes"} {
		c.add(name, 0)
	}
	t.Cleanup(func() { c.report(t) })
	return c
}

// goesOn reports whether there is another round: all of them, or as many as the
// time of the test allows. What was left out is counted, and seen in the report.
func (c *campaign) goesOn(t *testing.T, round int) bool {
	t.Helper()
	deadline, limited := t.Deadline()
	if round > 0 && round < c.rounds && limited && time.Until(deadline) < 10*time.Second {
		c.add("left out for want of time", c.rounds-round)
		return false
	}
	return round < c.rounds
}

// add counts, and keeps the order in which names came first.
func (c *campaign) add(name string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.counts {
		if c.counts[i].name == name {
			c.counts[i].n += n
			return
		}
	}
	c.counts = append(c.counts, count{name, n})
}

// fail counts something that must not happen, and says what it was.
func (c *campaign) fail(t testing.TB, name, format string, args ...any) {
	t.Helper()
	c.add(name, 1)
	t.Errorf("%s: %s", name, fmt.Sprintf(format, args...))
}

func (c *campaign) report(t *testing.T) {
	var line strings.Builder
	fmt.Fprintf(&line, "%-4s %s", map[bool]string{true: "FAIL", false: "ok"}[t.Failed()], strings.TrimPrefix(c.name, "TestCampaign_"))
	if build := os.Getenv(campaignBuild); build != "" {
		fmt.Fprintf(&line, " (%s)", build)
	}
	for _, count := range c.counts {
		fmt.Fprintf(&line, " · %s %d", count.name, count.n)
	}
	t.Log(line.String())
	path := os.Getenv(campaignReport)
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = f.Close() }()
	if _, err := fmt.Fprintln(f, line.String()); err != nil {
		t.Error(err)
	}
}
