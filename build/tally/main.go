// Command tally reads what `go test -json` writes, shows each package's line
// and the output of what failed, and closes with one line of numbers:
//
//	go: 412 passed, 0 failed, 3 skipped
//
// Its argument names the runner in that line. It ends with status 1 when
// something failed or when nothing was run at all.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json ./... | tally NAME")
		os.Exit(2)
	}
	count, err := tally(os.Stdin, os.Stdout)
	fmt.Printf("%s: %d passed, %d failed, %d skipped\n", os.Args[1], count.passed, count.failed, count.skipped)
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	if count.failed > 0 || count.passed == 0 {
		os.Exit(1)
	}
}
