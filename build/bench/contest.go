package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// contestant is a program to be measured.
type contestant struct {
	name string
	argv []string
	env  []string // beside this process's own
	// took reads in a program's output how long what is compared took, where
	// that is not the whole process; nil takes the process.
	took func(output []byte) (time.Duration, error)
}

// figures are the medians of one contestant: of the whole process, of what is
// compared, of the processors' time, and of the largest memory in bytes.
type figures struct {
	wall, run, cpu time.Duration
	peak           int64
}

// contest runs every contestant once to warm up, and then so many times in
// turn that what else the machine does meets all of them alike.
func contest(contestants []contestant, runs int) ([]figures, error) {
	all := make([][]figures, len(contestants))
	for round := range runs + 1 {
		for i, c := range contestants {
			f, err := c.run()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				all[i] = append(all[i], f)
			}
		}
	}
	found := make([]figures, len(contestants))
	for i, each := range all {
		found[i] = figures{
			wall: medianOf(each, func(f figures) time.Duration { return f.wall }),
			run:  medianOf(each, func(f figures) time.Duration { return f.run }),
			cpu:  medianOf(each, func(f figures) time.Duration { return f.cpu }),
			peak: medianOf(each, func(f figures) int64 { return f.peak }),
		}
	}
	return found, nil
}

func (c contestant) run() (figures, error) {
	cmd := exec.Command(c.argv[0], c.argv[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	folder, err := os.MkdirTemp("", "patchbay-bench-output-")
	if err != nil {
		return figures{}, err
	}
	defer os.RemoveAll(folder) // it is a temporary folder
	// Files, not pipes: a pipe would add this process's scheduling.
	said, complained, err := outputs(folder)
	if err != nil {
		return figures{}, err
	}
	defer said.Close()       // it is read through its name
	defer complained.Close() // likewise
	cmd.Stdout, cmd.Stderr = said, complained
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return figures{}, fmt.Errorf("%s: %w", c.name, err)
	}
	peak := watch(cmd.Process.Pid)
	err = cmd.Wait()
	wall := time.Since(began)
	f := figures{wall: wall, run: wall, cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak: peak()}
	if err != nil {
		words, _ := os.ReadFile(complained.Name())
		return figures{}, fmt.Errorf("%s: %w: %s", c.name, err, words)
	}
	if c.took != nil {
		output, err := os.ReadFile(said.Name())
		if err == nil {
			f.run, err = c.took(output)
		}
		if err != nil {
			return figures{}, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return f, nil
}

// outputs are files for what a program says and for what it complains of.
func outputs(folder string) (said, complained *os.File, err error) {
	if said, err = os.Create(filepath.Join(folder, "stdout")); err != nil {
		return nil, nil, err
	}
	complained, err = os.Create(filepath.Join(folder, "stderr"))
	return said, complained, err
}

func medianOf[T cmp.Ordered](all []figures, of func(figures) T) T {
	values := make([]T, len(all))
	for i, f := range all {
		values[i] = of(f)
	}
	return median(values)
}

func median[T cmp.Ordered](values []T) T {
	slices.Sort(values)
	return values[len(values)/2]
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000)
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
