//go:build unix

package peers

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"syscall"
)

// process is a running server: a leader that forks the rest.
type process struct {
	log   *Log
	alive io.Closer     // closing it ends the server
	ended chan struct{} // closed when it has ended
	err   error         // set before ended is closed
}

// leash runs the server until it ends by itself or the standard input, a pipe
// whose other end this process holds, is closed: by stop, or by the kernel
// when this process dies, however it dies. (Pdeathsig would not do: Linux
// forgets it when the server changes its user for a moment.) A server that has
// not ended five seconds after it was asked to is killed.
const leash = `
exec 3<&0
"$@" 3<&- </dev/null &
leader=$!
{
	read -r _ <&3
	kill -TERM "$leader"
	tries=0
	while kill -0 "$leader" && [ "$tries" -lt 50 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	kill -KILL "-$leader" "$leader"
} >/dev/null 2>&1 &
watch=$!
wait "$leader"
status=$?
kill "$watch"
exit "$status"
`

// start runs the server in a session of its own, which no terminal interrupts.
func start(argv ...string) (*process, error) {
	p := &process{log: newLog(), ended: make(chan struct{})}
	cmd := exec.Command("/bin/sh", append([]string{"-c", leash, "leash"}, argv...)...)
	cmd.Stdout, cmd.Stderr = p.log, p.log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	var err error
	if p.alive, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", argv[0], err)
	}
	go func() {
		p.err = cmd.Wait()
		p.log.end()
		close(p.ended)
	}()
	return p, nil
}

// stop ends the server and all it started.
func (p *process) stop() error {
	_ = p.alive.Close() // closed already when the server has ended
	<-p.ended
	// Asked to end, servers exit with success or die by the signal they were
	// sent; the shell then says 128 + SIGTERM.
	var exit *exec.ExitError
	if p.err == nil || errors.As(p.err, &exit) && exit.ExitCode() == 128+int(syscall.SIGTERM) {
		return nil
	}
	return fmt.Errorf("the server ended badly: %w; its log:\n%s", p.err, p.log)
}
