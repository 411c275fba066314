package vault_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestCampaign_SC10_FullDisk does everything on a disk with every free size, in
// a process of its own: a write into mapped memory that has no room on the disk
// ends it with SIGBUS.
func TestCampaign_SC10_FullDisk(t *testing.T) {
	c := startCampaign(t, 4, 1)
	const transactions = 200
	dir := ledgerVault(t, transactions)
	for free := 0; free <= 128; free += c.rounds { // in MiB
		if free > 32 && free%8 != 0 {
			continue // above what was asked for, around where the vault begins to write
		}
		c.add("rounds", 1)
		c.fullDisk(t, dir, transactions, free)
		if t.Failed() {
			t.Fatalf("with %d MiB free", free)
		}
	}
}

func (c *campaign) fullDisk(t *testing.T, dir string, transactions, free int) {
	t.Helper()
	disk := mountDisk(t, 512<<20)
	defer unmount(t, disk)
	on := filepath.Join(disk, "vault")
	if err := errors.Join(os.CopyFS(on, os.DirFS(dir)), os.Chmod(on, 0o700)); err != nil {
		t.Fatal(err)
	}
	ballast := leaveFree(t, disk, int64(free)<<20)
	p := startVictim(t, on, "full disk", 0)
	acknowledged := transactions
	lines := bufio.NewScanner(p.out)
	for lines.Scan() {
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			acknowledged = n
			c.add("acknowledged", 1)
		} else if what, ok := strings.CutPrefix(lines.Text(), "refused "); ok {
			c.add("refused: "+what, 1)
		}
	}
	if err := p.Wait(); err != nil {
		c.fail(t, "crashes", "%v with %d MiB free\n%s", err, free, p.stderr.String())
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	v := open(t, on)
	unlock(t, v)
	c.checkLedger(t, v, acknowledged)
	closeVault(t, v)
	oneGeneration(t, on, v.Info().Generation)
}

// TestCampaign_SC10_FillingDisk lets something else fill the disk, with 1 GiB a
// second, while the vault is being written to, and free it again.
func TestCampaign_SC10_FillingDisk(t *testing.T) {
	c := startCampaign(t, 3, 30)
	dir := ledgerVault(t, 3)
	for range c.rounds {
		c.add("rounds", 1)
		disk := mountDisk(t, 320<<20)
		on := filepath.Join(disk, "vault")
		if err := errors.Join(os.CopyFS(on, os.DirFS(dir)), os.Chmod(on, 0o700)); err != nil {
			t.Fatal(err)
		}
		p := startWorker(t, on, "save when there is room")
		for range 3 {
			time.Sleep(rand.N(200 * time.Millisecond))
			ballast := fillSteadily(t, disk)
			c.add("times full", 1)
			time.Sleep(rand.N(100 * time.Millisecond))
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.Process.Signal(unix.SIGKILL); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := p.Wait(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != unix.SIGKILL {
			c.fail(t, "crashes", "%v", err)
		}
		acknowledged := p.acknowledged(t, 3)
		c.add("acknowledged", acknowledged-3)
		v := open(t, on)
		unlock(t, v)
		c.checkLedger(t, v, acknowledged)
		closeVault(t, v)
		unmount(t, disk)
		if t.Failed() {
			return
		}
	}
}

// fillSteadily fills the disk as fast as a disk can be written.
func fillSteadily(t *testing.T, disk string) (ballast string) {
	t.Helper()
	ballast = filepath.Join(disk, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	pace := time.NewTicker(time.Millisecond)
	defer pace.Stop()
	for chunk := make([]byte, 1<<20); err == nil; <-pace.C {
		_, err = f.Write(chunk)
	}
	return fillToTheLastPage(t, disk)
}

// mountDisk mounts a file system of its own in memory.
func mountDisk(t *testing.T, size int) (disk string) {
	t.Helper()
	disk = t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size)); err != nil {
		t.Skipf("mounting needs root: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(disk, unix.MNT_DETACH) }) // when the test ends before it does so itself
	return disk
}

func unmount(t *testing.T, disk string) {
	t.Helper()
	if err := unix.Unmount(disk, unix.MNT_DETACH); err != nil {
		t.Error(err)
	}
}

// leaveFree fills the disk with a file until that many bytes are free.
func leaveFree(t *testing.T, disk string, free int64) (ballast string) {
	t.Helper()
	ballast = filepath.Join(disk, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var stat unix.Statfs_t
	if err := unix.Statfs(disk, &stat); err != nil {
		t.Fatal(err)
	}
	if size := int64(stat.Bavail)*stat.Bsize - free; size > 0 {
		if err := unix.Fallocate(int(f.Fd()), 0, 0, size); err != nil {
			t.Fatal(err)
		}
	}
	return ballast
}
