package vault_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
)

// What a child process is told through its environment.
const (
	crashDir    = "VAULT_CRASH_DIR"
	crashJob    = "VAULT_CRASH_JOB"
	crashStep   = "VAULT_CRASH_STEP"   // the step at which it ends; 0 for never
	crashMoment = "VAULT_CRASH_MOMENT" // "after" for the end of the step
)

const crashStatus = 86

const nextPassword = "the next password"

// jobs are what a child process does on an unlocked vault, besides the changes
// that have failpoints. They print a line whenever something is done.
func jobs() map[string]func(t *testing.T, v *vault.Vault) error {
	all := map[string]func(t *testing.T, v *vault.Vault) error{
		"rotate without end": func(t *testing.T, v *vault.Vault) error {
			for {
				o := vault.RotateOptions{Progress: func(done, _ int) { fmt.Println("copied", done) }}
				if _, err := v.Rotate(t.Context(), o); err != nil {
					return err
				}
				fmt.Println("rotated")
			}
		},
		"save without end": func(t *testing.T, v *vault.Vault) error {
			for i := 0; ; i++ {
				save(t, v, fmt.Sprintf("saved%05d", i))
				fmt.Printf("saved%05d\n", i)
			}
		},
	}
	for _, w := range works() {
		all[w.name] = w.do
	}
	return all
}

// TestCrashChild is the child process of the tests below.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("runs as a child process only")
	}
	d := &trapped{}
	d.step, _ = strconv.Atoi(os.Getenv(crashStep))
	d.moment = os.Getenv(crashMoment) == "after"
	v := openTrapped(t, dir, d)
	d.arm(true)
	err := jobs()[os.Getenv(crashJob)](t, v)
	d.arm(false)
	if err != nil {
		t.Fatal(describe(err))
	}
}

func child(t *testing.T, dir, job string, p trap) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCrashChild$")
	moment := map[disk.Moment]string{disk.After: "after"}[p.moment]
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashJob+"="+job,
		crashStep+"="+strconv.Itoa(p.step), crashMoment+"="+moment)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestSC9_CrashesAtEveryStep ends a child process before every step of every
// change, and after it as well in a campaign: otherwise the next step's before
// stands for it.
func TestSC9_CrashesAtEveryStep(t *testing.T) {
	dir := workDir(t)
	for _, w := range works() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			moments := []disk.Moment{disk.Before}
			if os.Getenv(campaignSize) == "full" {
				moments = append(moments, disk.After)
			}
			for _, m := range moments {
				crashAtEveryStep(t, dir, w, m)
			}
		})
	}
}

// crashAtEveryStep ends the work at its first step, its second, and so on, until
// it comes to its end.
func crashAtEveryStep(t *testing.T, dir string, w work, m disk.Moment) {
	t.Helper()
	for step := 1; ; step++ {
		copied := copyDir(t, dir)
		p := trap{step: step, moment: m}
		err := child(t, copied, w.name, p).Run()
		var exit *exec.ExitError
		if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != crashStatus) {
			t.Fatalf("%s: %v", p, err)
		}
		afterWork(t, copied, w, err == nil)
		_ = os.RemoveAll(copied)
		if t.Failed() {
			t.Fatal(p)
		}
		if err == nil {
			if step < 3 {
				t.Errorf("there were only %d steps", step)
			}
			return
		}
	}
}

func oneGeneration(t *testing.T, dir string, generation uint64) {
	t.Helper()
	want := []string{
		"header.a", "header.b", fmt.Sprint("journal.", generation), "lock",
		fmt.Sprint("snapshot.", generation), fmt.Sprint("store.", generation),
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if !slices.Equal(want, got) {
		t.Errorf("the folder holds %q", got)
	}
}

// killAfter starts a job and kills it when it has printed a number of lines. It
// returns all lines that it printed.
func killAfter(t *testing.T, dir, job string, count int) []string {
	t.Helper()
	cmd := child(t, dir, job, trap{})
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
		if len(lines) == count {
			_ = cmd.Process.Kill()
		}
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait()
	if len(lines) < count {
		t.Fatalf("the child ended after %d lines: %q", len(lines), lines)
	}
	return lines
}

func TestSC9_AcknowledgedChangesSurviveKills(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	closeVault(t, v)
	rounds := 15
	if testing.Short() {
		rounds = 3
	}
	for round := range rounds {
		copied := copyDir(t, dir)
		want := []string{"a", "acknowledged"}
		for _, line := range killAfter(t, copied, "save without end", 1+round*3) {
			if strings.HasPrefix(line, "saved") {
				want = append(want, line)
			}
		}
		v := open(t, copied)
		unlock(t, v)
		got := readNotes(t, v)
		for _, id := range want {
			if got[id] != noteOf(id) {
				t.Errorf("round %d: the acknowledged %s is lost", round, id)
			}
		}
		if len(got) > len(want)+1 {
			t.Errorf("round %d: %d records, %d were acknowledged", round, len(got), len(want))
		}
		closeVault(t, v)
	}
}

func TestSC11_RotationSurvivesKills(t *testing.T) {
	v, dir, _ := create(t)
	var ids []string
	for i := range 40 {
		ids = append(ids, fmt.Sprintf("n%03d", i))
	}
	save(t, v, ids...)
	closeVault(t, v)
	ids = append(ids, "acknowledged")
	rounds := 15
	if testing.Short() {
		rounds = 3
	}
	for round := range rounds { // in the same folder: what one kill leaves meets the next
		killAfter(t, dir, "rotate without end", 1+round*17)
		v := open(t, dir)
		unlock(t, v)
		wantNotes(t, v, ids...)
		closeVault(t, v)
		oneGeneration(t, dir, v.Info().Generation)
	}
}
