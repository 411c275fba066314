//go:build !unix

package peers

// process stands for a server that cannot run on this platform.
type process struct {
	log   *Log
	ended chan struct{}
}

func start(...string) (*process, error) { return nil, ErrMissing }

func (p *process) stop() error { return nil }
