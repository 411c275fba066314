package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"patchbay/app/api"
	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/workbench"
)

// apiAddress is the line that "api serve" prints before it goes on running.
type apiAddress struct {
	Address string `json:"address"`
	CAFile  string `json:"caFile"`
}

func (a apiAddress) print(p *printer) {
	p.line("The local API listens at %s", a.Address)
	p.line("Its authority, which callers have to trust, lies in %s", a.CAFile)
	p.line("")
	p.line("Press Ctrl-C to end.")
}

// apiService is what "api serve" was asked for.
type apiService struct {
	listen string
	caFile string
}

func apiServeCommand() command {
	var o apiService
	return command{
		name:  "api serve",
		short: "run the local API alone, for scripts and installers",
		long: "It speaks HTTPS on this machine only, to API clients with a token, and runs until it is interrupted. The " +
			"vault stays unlocked so long, in the name of the operator whose password was given, and whose role bounds " +
			"what calls may do. Clients are made with: patchbay client add.",
		examples: []string{"patchbay api serve", "patchbay api serve --listen 127.0.0.1:8443 --ca-file patchbay-ca.pem --json"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&o.listen, "listen", "", "loopback `ADDRESS`:PORT; port 0 chooses a free one; default: what patchbay api set chose")
			f.StringVar(&o.caFile, "ca-file", "", "`FILE` to write the authority to; default: one in a temporary folder, for this run")
		},
		run: o.run,
	}
}

func (o *apiService) run(c *call) error {
	if o.listen != "" {
		if _, err := localapi.ParseListen(o.listen); err != nil {
			f := fault.Of(err)
			return usageError{message: "--listen: " + f.Message + "; " + f.Hint, command: "api serve"}
		}
	}
	return c.withVault(func(bench *workbench.Workbench) (err error) {
		server := api.New(api.Options{Bench: bench, Version: c.main.Version, Log: c.log})
		defer func() { err = errors.Join(err, server.Close()) }()
		if err := server.Start(c.ctx, o.listen); err != nil {
			return err
		}
		file, remove, err := o.authority(c, bench)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, remove()) }()
		defer c.keepUnlocked(bench)()
		started := apiAddress{Address: server.Address(), CAFile: file}
		if err := c.started("listening", started, started.print); err != nil {
			return err
		}
		stop := c.tellCalls(bench)
		<-c.ctx.Done()
		stop()
		return c.ended()
	})
}

// authority writes the authority where it was asked for, or to a folder that
// remove takes away again.
func (o *apiService) authority(c *call, bench *workbench.Workbench) (file string, remove func() error, err error) {
	authority, err := bench.LocalAPI.Authority(c.ctx)
	if err != nil {
		return "", nil, err
	}
	if o.caFile != "" {
		file, err = writeAuthority(o.caFile, authority.PEM)
		return file, func() error { return nil }, err
	}
	dir, err := os.MkdirTemp("", "patchbay-api-")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for the authority: %w", err)
	}
	remove = func() error { return os.RemoveAll(dir) }
	if file, err = writeAuthority(filepath.Join(dir, "ca.pem"), authority.PEM); err != nil {
		return "", nil, errors.Join(err, remove())
	}
	return file, remove, nil
}

// touchEvery is shorter than the shortest time after which a vault locks by
// itself, one minute.
const touchEvery = 20 * time.Second

// keepUnlocked puts off the automatic lock until stop is called: scripts call
// when they like, and nobody is there to unlock.
func (c *call) keepUnlocked(bench *workbench.Workbench) (stop func()) {
	ctx, cancel := context.WithCancel(c.ctx)
	var touching sync.WaitGroup
	touching.Go(func() {
		tick := time.NewTicker(touchEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				bench.Operators.Touch()
			}
		}
	})
	return func() {
		cancel()
		touching.Wait()
	}
}
