package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestCampaign_SC9_PowerLoss lets a process work on a file system of its own,
// stops it at a random instant, and copies the disk as it is at that instant:
// what the process had only written, and the kernel not yet, is not in it. The
// vault on the copy must hold what was acknowledged.
//
// The build whose Badger makes nothing durable stands in for Windows.
func TestCampaign_SC9_PowerLoss(t *testing.T) {
	c := startCampaign(t, 10, 60)
	image := newImage(t)
	const transactions = 30
	from := ledgerVault(t, transactions)
	disk := image.mount(t)
	dir := filepath.Join(disk, "vault")
	if err := errors.Join(os.CopyFS(dir, os.DirFS(from)), os.Chmod(dir, 0o700)); err != nil {
		t.Fatal(err)
	}
	unix.Sync()
	n := transactions
	for round := 0; round < c.rounds; {
		p := startWorker(t, dir, []string{"save", "rotate"}[round/5%2])
		for range 5 {
			c.add("rounds", 1)
			acknowledged := p.stopAtRandom(t, n)
			c.add("acknowledged", acknowledged-n)
			n = acknowledged
			c.powerLoss(t, image, n)
			if t.Failed() {
				t.Fatalf("in round %d", round)
			}
			p.goOn(t)
			round++
		}
		n = p.kill(t, n)
	}
}

// powerLoss opens the vault on a copy of the disk.
func (c *campaign) powerLoss(t *testing.T, image image, acknowledged int) {
	t.Helper()
	lost := image.copy(t)
	disk := lost.mount(t)
	dir := filepath.Join(disk, "vault")
	v := open(t, dir)
	unlock(t, v)
	c.checkLedger(t, v, acknowledged)
	closeVault(t, v)
	oneGeneration(t, dir, v.Info().Generation)
	unmount(t, disk)
	if err := os.Remove(lost.path); err != nil {
		t.Error(err)
	}
}

// image is a file with a file system in it.
type image struct{ path string }

func newImage(t *testing.T) image {
	t.Helper()
	im := image{filepath.Join(t.TempDir(), "disk")}
	f, err := os.Create(im.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(384<<20), f.Close()); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs.ext4", "-q", "-F", im.path).CombinedOutput(); err != nil {
		t.Skipf("no file system can be made, so the failpoints stand in: %v %s", err, out)
	}
	return im
}

func (im image) mount(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if out, err := exec.Command("mount", "-o", "loop", im.path, dir).CombinedOutput(); err != nil {
		t.Skipf("mounting is not possible, so the failpoints stand in: %v %s", err, out)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

func (im image) copy(t *testing.T) image {
	t.Helper()
	to := image{im.path + ".lost"}
	if out, err := exec.Command("cp", "--sparse=always", im.path, to.path).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	return to
}

// worker is a process that writes what it acknowledges into a file outside of
// the disk.
type worker struct {
	*exec.Cmd
	out string
}

func startWorker(t *testing.T, dir, job string) *worker {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "acknowledged"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	p := &worker{Cmd: exec.Command(os.Args[0], "-test.run=^TestCampaignChild$"), out: out.Name()}
	p.Env = append(os.Environ(), campaignDir+"="+dir, campaignJob+"="+job)
	p.Stdout, p.Stderr = out, os.Stderr
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	for p.acknowledged(t, 0) == 0 {
		time.Sleep(time.Millisecond)
	}
	return p
}

// acknowledged is the last number that was acknowledged, or the one before.
func (p *worker) acknowledged(t *testing.T, before int) int {
	t.Helper()
	content, err := os.ReadFile(p.out)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range bytes.Split(content, []byte("\n")) {
		if n, err := strconv.Atoi(string(line)); err == nil {
			before = max(before, n)
		}
	}
	return before
}

// stopAtRandom stops the process at a random instant of its work.
func (p *worker) stopAtRandom(t *testing.T, before int) (acknowledged int) {
	t.Helper()
	time.Sleep(rand.N(300 * time.Millisecond))
	if err := p.Process.Signal(unix.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for !p.stopped(t) {
		time.Sleep(time.Millisecond)
	}
	return p.acknowledged(t, before)
}

// stopped reports whether all threads of the process have stopped.
func (p *worker) stopped(t *testing.T) bool {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", p.Process.Pid))
	if err != nil || len(threads) == 0 {
		t.Fatal("the process has ended", err)
	}
	for _, thread := range threads {
		stat, err := os.ReadFile(thread)
		if err == nil && !strings.Contains(string(stat), ") T ") {
			return false
		}
	}
	return true
}

func (p *worker) goOn(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(unix.SIGCONT); err != nil {
		t.Fatal(err)
	}
}

// kill ends the process and returns the last number that it acknowledged.
func (p *worker) kill(t *testing.T, before int) int {
	t.Helper()
	_ = p.Process.Kill()
	_ = p.Wait()
	return p.acknowledged(t, before)
}
