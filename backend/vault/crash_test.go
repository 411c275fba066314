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

	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/disk"
)

// What a child process is told through its environment.
const (
	crashDir  = "VAULT_CRASH_DIR"
	crashJob  = "VAULT_CRASH_JOB"
	crashStep = "VAULT_CRASH_STEP" // the step at which it ends; 0 for never
)

const crashStatus = 86

const nextPassword = "the next password"

// jobs are what a child process does on an unlocked vault. They print a line
// whenever something is done.
func jobs() map[string]func(t *testing.T, v *vault.Vault) error {
	return map[string]func(t *testing.T, v *vault.Vault) error{
		"rotate": func(t *testing.T, v *vault.Vault) error {
			_, err := v.Rotate(t.Context(), vault.RotateOptions{InTx: func(tx *vault.Tx) error {
				_, err := notes().Put(tx, "rotated", noteOf("rotated"), vault.AnyRevision)
				return err
			}})
			return errors.Join(err, v.Close())
		},
		"rotate without end": func(t *testing.T, v *vault.Vault) error {
			for {
				o := vault.RotateOptions{Progress: func(done, _ int) { fmt.Println("copied", done) }}
				if _, err := v.Rotate(t.Context(), o); err != nil {
					return err
				}
				fmt.Println("rotated")
			}
		},
		"password": func(t *testing.T, v *vault.Vault) error {
			err := v.ChangePassword(t.Context(), operatorID, password(), secret.FromString(nextPassword), nil)
			return errors.Join(err, v.Close())
		},
		"save without end": func(t *testing.T, v *vault.Vault) error {
			for i := 0; ; i++ {
				save(t, v, fmt.Sprintf("saved%05d", i))
				fmt.Printf("saved%05d\n", i)
			}
		},
		"close": func(t *testing.T, v *vault.Vault) error {
			return v.Close()
		},
	}
}

// TestCrashChild is the child process of the tests below.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("runs as a child process only")
	}
	last, _ := strconv.Atoi(os.Getenv(crashStep))
	step, armed := 0, false
	o := options(dir)
	o.Disk = disk.Watched(func(disk.Moment, disk.Step) error {
		if !armed {
			return nil
		}
		if step++; step == last {
			os.Exit(crashStatus)
		}
		return nil
	})
	v, err := vault.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	unlock(t, v)
	if os.Getenv(crashJob) == "close" {
		save(t, v, "late")
	}
	armed = true
	if err := jobs()[os.Getenv(crashJob)](t, v); err != nil {
		t.Fatal(err)
	}
}

func child(t *testing.T, dir, job string, step int) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCrashChild$")
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashJob+"="+job, crashStep+"="+strconv.Itoa(step))
	cmd.Stderr = os.Stderr
	return cmd
}

// crashAtEveryStep runs a job and ends it at its first step, its second, and so
// on, until it runs to its end. check sees the folder each time.
func crashAtEveryStep(t *testing.T, job string, check func(t *testing.T, dir string)) {
	t.Helper()
	v, dir, _ := create(t)
	save(t, v, "a", "b", "c")
	putSecret(t, v, smtpPassword(), "s3cret")
	closeVault(t, v)
	for step := 1; ; step++ {
		copied := copyDir(t, dir)
		err := child(t, copied, job, step).Run()
		var exit *exec.ExitError
		if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != crashStatus) {
			t.Fatalf("step %d: %v", step, err)
		}
		check(t, copied)
		if err == nil {
			if step < 3 {
				t.Errorf("there were only %d steps", step)
			}
			return
		}
		if t.Failed() {
			t.Fatalf("after a crash at step %d", step)
		}
	}
}

func TestSC11_RotationCrashesAtEveryStep(t *testing.T) {
	crashAtEveryStep(t, "rotate", func(t *testing.T, dir string) {
		for range 2 { // the first opening repairs, the second finds nothing to repair
			v := open(t, dir)
			unlock(t, v)
			if v.Info().Generation == 2 {
				wantNotes(t, v, "a", "b", "c", "rotated")
			} else {
				wantNotes(t, v, "a", "b", "c")
			}
			if got, err := readSecret(t, v, smtpPassword(), destination); got != "s3cret" || err != nil {
				t.Errorf("the secret is %q: %v", got, err)
			}
			closeVault(t, v)
			oneGeneration(t, dir, v.Info().Generation)
		}
	})
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

func TestSC13_PasswordChangeCrashesAtEveryStep(t *testing.T) {
	crashAtEveryStep(t, "password", func(t *testing.T, dir string) {
		old, next := tryPassword(t, dir, passwordText), tryPassword(t, dir, nextPassword)
		if (old == nil) == (next == nil) {
			t.Errorf("old password: %s, new password: %s", describe(old), describe(next))
		}
	})
}

func TestSC9_CloseCrashesAtEveryStep(t *testing.T) {
	crashAtEveryStep(t, "close", func(t *testing.T, dir string) {
		v := open(t, dir)
		unlock(t, v)
		wantNotes(t, v, "a", "b", "c", "late")
		closeVault(t, v)
	})
}

// killAfter starts a job and kills it when it has printed a number of lines. It
// returns all lines that it printed.
func killAfter(t *testing.T, dir, job string, count int) []string {
	t.Helper()
	cmd := child(t, dir, job, 0)
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
		want := []string{"a"}
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
