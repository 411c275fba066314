package vault_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// What a child process of a campaign is told through its environment.
const (
	campaignDir      = "VAULT_CAMPAIGN_DIR"
	campaignJob      = "VAULT_CAMPAIGN_JOB"
	campaignPassword = "VAULT_CAMPAIGN_PASSWORD" // number of the password that opens the vault
)

// passwordNumber is the password after n changes.
func passwordNumber(n int) string {
	if n == 0 {
		return passwordText
	}
	return fmt.Sprint("password number ", n)
}

// campaignJobs go on without end. Each prints the number of what is
// acknowledged.
func campaignJobs() map[string]func(t *testing.T, v *vault.Vault) error {
	return map[string]func(t *testing.T, v *vault.Vault) error{
		"full disk": onFullDisk,
		"open":      func(_ *testing.T, v *vault.Vault) error { return v.Close() },
		"save": func(t *testing.T, v *vault.Vault) error {
			for n := ledgerNumber(t, v) + 1; ; n++ {
				if err := saveLedger(t, v, n); err != nil {
					return err
				}
				fmt.Println(n)
				if n%16 == 0 {
					if err := v.Fold(); err != nil {
						return err
					}
				}
			}
		},
		"save when there is room": func(t *testing.T, v *vault.Vault) error {
			for n := ledgerNumber(t, v) + 1; ; {
				err := saveLedger(t, v, n)
				switch {
				case err == nil:
					fmt.Println(n)
					n++
				case !fault.HasCode(err, vault.CodeDiskFull):
					return err
				case ledgerNumber(t, v) != n-1:
					return errors.New("reading does not go on")
				}
			}
		},
		"rotate": func(t *testing.T, v *vault.Vault) error {
			for n := ledgerNumber(t, v) + 1; ; n++ {
				o := vault.RotateOptions{InTx: func(tx *vault.Tx) error { return writeLedger(tx, n) }}
				if _, err := v.Rotate(t.Context(), o); err != nil {
					return err
				}
				fmt.Println(n)
			}
		},
		"password": func(t *testing.T, v *vault.Vault) error {
			for n := numberFrom(campaignPassword) + 1; ; n++ {
				current, next := secret.FromString(passwordNumber(n-1)), secret.FromString(passwordNumber(n))
				if err := v.ChangePassword(t.Context(), operatorID, current, next, putNote("changed")); err != nil {
					return err
				}
				fmt.Println(n)
			}
		},
	}
}

func saveLedger(t testing.TB, v *vault.Vault, n int) error {
	return v.Update(t.Context(), func(tx *vault.Tx) error { return writeLedger(tx, n) })
}

func numberFrom(variable string) int {
	n, _ := strconv.Atoi(os.Getenv(variable))
	return n
}

// TestCampaignChild is the child process of the campaigns.
func TestCampaignChild(t *testing.T) {
	dir := os.Getenv(campaignDir)
	if dir == "" {
		t.Skip("runs as a child process only")
	}
	v, err := vault.Open(options(dir))
	if err == nil {
		_, err = v.Unlock(t.Context(), "", secret.FromString(passwordNumber(numberFrom(campaignPassword))))
	}
	if err == nil {
		err = campaignJobs()[os.Getenv(campaignJob)](t, v)
	}
	if err != nil {
		t.Fatal(describe(err))
	}
}

// victim is a child process that is going to be killed.
type victim struct {
	*exec.Cmd
	out    io.Reader
	stderr bytes.Buffer
}

func startVictim(t testing.TB, dir, job string, password int) *victim {
	t.Helper()
	p := &victim{Cmd: exec.Command(os.Args[0], "-test.run=^TestCampaignChild$")}
	p.Env = append(os.Environ(), campaignDir+"="+dir, campaignJob+"="+job,
		campaignPassword+"="+strconv.Itoa(password), "GOMAXPROCS=2")
	p.Stderr = &p.stderr
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = out
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// killWorking lets a job work, kills it at a random instant of its work, and
// returns the last number that it acknowledged, or the one before.
func (c *campaign) killWorking(t testing.TB, dir, job string, password, before int, window time.Duration) (acknowledged int) {
	t.Helper()
	p := startVictim(t, dir, job, password)
	acknowledged = before
	lines := bufio.NewScanner(p.out)
	for first := true; lines.Scan(); first = false {
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			acknowledged = n
			c.add("acknowledged", 1)
		}
		if first {
			time.AfterFunc(rand.N(window), func() { _ = p.Process.Kill() })
		}
	}
	c.ended(t, p, lines.Text())
	return acknowledged
}

// killOpening kills a process that opens the vault, which repairs what the last
// kill has left.
func (c *campaign) killOpening(t testing.TB, dir string, password int) {
	t.Helper()
	p := startVictim(t, dir, "open", password)
	timer := time.AfterFunc(rand.N(160*time.Millisecond), func() { _ = p.Process.Kill() })
	defer timer.Stop()
	output, _ := io.ReadAll(p.out)
	c.ended(t, p, string(output))
}

// ended waits for the end of a process, which is the kill or its own success.
func (c *campaign) ended(t testing.TB, p *victim, output string) {
	t.Helper()
	err := p.Wait()
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL:
		c.add("kills", 1)
	default:
		c.fail(t, "crashes", "%v\n%s\n%s", err, output, p.stderr.String())
	}
}
