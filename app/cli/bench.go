package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	sysbrowser "github.com/pkg/browser"

	"patchbay/app"
	"patchbay/app/api"
	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// vaultDir is the folder of the vault: the flag, else the variable, else the
// platform's configuration folder.
func (c *call) vaultDir() (string, error) {
	dir := c.global.vault
	if dir == "" {
		dir = c.main.Getenv("PATCHBAY_VAULT")
	}
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return "", fault.New(fault.NotFound, vault.CodeMissing, "this platform names no configuration folder").
				WithHint("name the vault's folder with --vault DIR").WithCause(err)
		}
		dir = filepath.Join(config, "patchbay")
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the vault's folder: %w", err)
	}
	return absolute, nil
}

// open returns the workbench on the vault, which stays locked.
func (c *call) open() (*workbench.Workbench, error) {
	dir, err := c.vaultDir()
	if err != nil {
		return nil, err
	}
	return c.openDir(dir), nil
}

func (c *call) openDir(dir string) *workbench.Workbench {
	return workbench.Open(workbench.Options{
		Dir: dir, Version: c.main.Version, Log: c.log, Now: c.main.now, Cost: c.main.Cost,
	})
}

// withBench runs fn on a workbench with a locked vault, and closes it.
func (c *call) withBench(fn func(*workbench.Workbench) error) (err error) {
	bench, err := c.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bench.Close()) }()
	return fn(bench)
}

// withVault runs fn on a workbench with an unlocked vault, and closes it.
func (c *call) withVault(fn func(*workbench.Workbench) error) error {
	return c.withBench(func(bench *workbench.Workbench) error {
		if err := c.unlock(bench); err != nil {
			return err
		}
		return fn(bench)
	})
}

// unlock asks for the password only when there is a vault to open.
func (c *call) unlock(bench *workbench.Workbench) error {
	if err := opens(bench.Operators.Status()); err != nil {
		return err
	}
	password, err := c.password()
	if err != nil {
		return err
	}
	defer password.Wipe()
	unlock := bench.Operators.UnlockOwn
	if c.asks(newPasswordSource("")) {
		unlock = bench.Operators.Unlock // he can be asked for one of his own
	}
	who, err := unlock(c.ctx, c.global.operator, password)
	for _, notice := range bench.Operators.Status().Notices {
		c.out.note("patchbay: %s", notice)
	}
	if err == nil && who.MustChange {
		return c.ownPassword(bench, password)
	}
	return err
}

// opens returns why a vault cannot be unlocked, if it cannot.
func opens(status operator.Status) error {
	switch status.State {
	case operator.Missing:
		return fault.New(fault.NotFound, vault.CodeMissing, "there is no vault in "+status.Path).
			WithHint("create one with: patchbay vault create --name NAME --email ADDR")
	case operator.Broken:
		return status.Fault
	}
	return nil
}

// withDeployment runs fn on the deployment that was named, or on the only one.
func (c *call) withDeployment(fn func(*workbench.Workbench, deployment.Deployment) error) error {
	return c.withVault(func(bench *workbench.Workbench) error {
		target, err := bench.Deployments.Find(c.ctx, c.global.deployment)
		if err != nil {
			return err
		}
		return fn(bench, target)
	})
}

// bind returns what the pages behind a door may call, with a local API that they
// can start; closing ends both. What the door can do is in o; the rest is the same
// for all.
func (c *call) bind(bench *workbench.Workbench, o app.Options) (bound *app.App, closing func() error) {
	local := api.New(api.Options{Bench: bench, Version: c.main.Version, Log: c.log})
	o.API = local
	o.Version = c.main.Version
	o.Panicked = func(ref string, stack []byte) {
		c.log.Error("a bound call panicked", "ref", ref, "stack", places(stack))
	}
	bound = app.New(bench, o)
	return bound, func() error { return errors.Join(bound.Close(), local.Close()) }
}

// openInBrowser hands an address to the system's browser.
func openInBrowser(address string) error {
	sysbrowser.Stdout = io.Discard // what a browser prints is not ours
	if err := sysbrowser.OpenURL(address); err != nil {
		return fault.New(fault.Unsupported, "frame.no_browser", "no browser could be started on this machine").
			WithHint("open the address yourself: " + address).WithCause(err)
	}
	return nil
}
