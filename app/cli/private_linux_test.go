package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// protection tells what the kernel does with this process.
func protection() string {
	var core unix.Rlimit
	_ = unix.Getrlimit(unix.RLIMIT_CORE, &core)
	dumpable, _ := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	return fmt.Sprintf("dumpable %d, core %d", dumpable, core.Cur+core.Max)
}

// TestSC16_TheProcessKeepsItsMemory reads back what the program asked for
// before it read anything.
func TestSC16_TheProcessKeepsItsMemory(t *testing.T) {
	t.Parallel()
	if got := runCrash(t, "panic", "").stdout; strings.TrimSpace(got) != "dumpable 0, core 0" {
		t.Errorf("the kernel says: %s", got)
	}
}
