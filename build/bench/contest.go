package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// contestant is a program to be measured.
type contestant struct {
	name string
	argv []string
	env  []string // beside this process's own
}

// figures are the medians of one contestant.
type figures struct {
	wall, cpu time.Duration
}

// contest runs every contestant once to warm up, and then so many times in
// turn that what else the machine does meets all of them alike.
func contest(contestants []contestant, runs int) ([]figures, error) {
	walls, cpus := make([][]time.Duration, len(contestants)), make([][]time.Duration, len(contestants))
	for round := range runs + 1 {
		for i, c := range contestants {
			wall, cpu, err := c.run()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				walls[i], cpus[i] = append(walls[i], wall), append(cpus[i], cpu)
			}
		}
	}
	found := make([]figures, len(contestants))
	for i := range contestants {
		found[i] = figures{median(walls[i]), median(cpus[i])}
	}
	return found, nil
}

func (c contestant) run() (wall, cpu time.Duration, err error) {
	cmd := exec.Command(c.argv[0], c.argv[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	output, err := os.CreateTemp("", "patchbay-bench-output-")
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(output.Name()) //nolint:errcheck // it is a temporary file
	defer output.Close()           //nolint:errcheck // it is read through its name
	// A file, not a pipe: a pipe would add this process's scheduling.
	cmd.Stdout, cmd.Stderr = output, output
	began := time.Now()
	err = cmd.Run()
	wall = time.Since(began)
	if err != nil {
		said, _ := os.ReadFile(output.Name())
		return 0, 0, fmt.Errorf("%s: %w: %s", c.name, err, said)
	}
	return wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

func median(values []time.Duration) time.Duration {
	slices.Sort(values)
	return values[len(values)/2]
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000)
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
