package start

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The password guards an empty vault that is removed after the measurement.
const password = "cord.jack.panel.signal.42"

// Measure starts a blank window and Patchbay's, in turn, and returns the
// medians. Patchbay has a vault, so that it starts with its lock screen.
func Measure(o Options) (blank, patchbay Figures, err error) {
	programs, err := prepare(o)
	if err != nil {
		return Figures{}, Figures{}, err
	}
	found := make([][]sample, len(programs))
	for round := range o.Runs + 1 {
		for i, p := range programs {
			s, err := p.measure(o.Folder)
			if err != nil {
				return Figures{}, Figures{}, fmt.Errorf("%s: %w", p.name, err)
			}
			if round > 0 { // the first one warms up
				found[i] = append(found[i], s)
			}
		}
	}
	return medians(programs[0].name, found[0]), medians(programs[1].name, found[1]), nil
}

func prepare(o Options) ([]program, error) {
	blank := filepath.Join(o.Folder, "blank")
	if err := compile("build/bench/start/blank/window.c", blank); err != nil {
		return nil, err
	}
	vault := filepath.Join(o.Folder, "vault")
	create := exec.Command(o.Patchbay, "vault", "create", "--vault", vault, "--name", "Ada Example", "--email", "ada@example.com")
	create.Env = append(os.Environ(), "PATCHBAY_PASSWORD="+password)
	if said, err := create.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("create a vault: %w: %s", err, said)
	}
	return []program{
		{name: "blank WebKitGTK window", argv: []string{blank}, page: blankPage},
		{name: "patchbay, to its lock screen", argv: []string{o.Patchbay, "--vault", vault}, page: lockScreen},
	}, nil
}

func compile(source, output string) error {
	flags, err := exec.Command("pkg-config", "--cflags", "--libs", "webkit2gtk-4.1").Output()
	if err != nil {
		return fmt.Errorf("find WebKitGTK: %w", err)
	}
	args := append([]string{"-O2", "-o", output, source}, strings.Fields(string(flags))...)
	if said, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("compile the blank window: %w: %s", err, said)
	}
	return nil
}

func medians(name string, all []sample) Figures {
	return Figures{
		Program: name,
		Painted: median(all, func(s sample) time.Duration { return s.painted }),
		PSS:     median(all, func(s sample) int64 { return s.pss }),
		PeakRSS: median(all, func(s sample) int64 { return s.peak }),
	}
}

func median[T cmp.Ordered](all []sample, of func(sample) T) T {
	values := make([]T, 0, len(all))
	for _, s := range all {
		values = append(values, of(s))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

var errEnded = errors.New("it ended before it was painted; was it built with its window?")
