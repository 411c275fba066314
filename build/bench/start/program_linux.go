package start

import (
	"context"
	"os"
	"os/exec"
	"syscall"
	"time"
)

const (
	// patience is for one start, on a slow machine.
	patience = time.Minute
	// farewell is how long a program may take to end when it is asked to.
	farewell = 10 * time.Second
	// interval is how often the picture is looked at: the figure's own error.
	// Looking takes a tenth of it, so that the programs keep the processor.
	interval = 4 * time.Millisecond
)

// program is a window that is measured.
type program struct {
	name string
	argv []string
	page page
}

// sample is one start.
type sample struct {
	painted   time.Duration
	pss, peak int64 // bytes
}

// measure starts the program on a display of its own and waits for its page.
func (p program) measure(folder string) (s sample, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	home, err := os.MkdirTemp(folder, "start-")
	if err != nil {
		return sample{}, err
	}
	screen, err := openScreen(ctx, home)
	if err != nil {
		return sample{}, err
	}
	defer screen.close()
	cmd := exec.Command(p.argv[0], p.argv[1:]...)
	cmd.Env = environment(screen.name, home)
	// A group of its own, so that its web processes can be ended with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return sample{}, err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // its status says nothing: it is ended by a signal
		close(ended)
	}()
	defer end(cmd.Process.Pid, ended)
	if err := p.page.wait(ctx, screen, ended); err != nil {
		return sample{}, err
	}
	s.painted = time.Since(began)
	s.pss, s.peak, err = memory(cmd.Process.Pid)
	return s, err
}

// environment is the same for every program: nothing of the desktop that the
// measurement happens to be run on takes part in it.
func environment(display, home string) []string {
	return append(
		os.Environ(), "DISPLAY="+display, "WAYLAND_DISPLAY=", "GDK_BACKEND=x11", "GTK_THEME=Adwaita",
		"HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home, "XDG_DATA_HOME="+home,
		"NO_AT_BRIDGE=1", "GSETTINGS_BACKEND=memory", "DBUS_SESSION_BUS_ADDRESS=disabled:",
		"WEBKIT_DISABLE_COMPOSITING_MODE=1", "WEBKIT_DISABLE_DMABUF_RENDERER=1",
	)
}

// end asks the program and its children to end, and waits for it.
func end(group int, ended <-chan struct{}) {
	_ = syscall.Kill(-group, syscall.SIGTERM) // it may be gone
	select {
	case <-ended:
	case <-time.After(farewell):
		_ = syscall.Kill(-group, syscall.SIGKILL)
		<-ended
	}
}
