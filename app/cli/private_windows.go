package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// What an error report leaves out, werapi.h.
const (
	werNoHeap = 0x01 // WER_FAULT_REPORTING_FLAG_NOHEAP
	werNoUI   = 0x20 // WER_FAULT_REPORTING_NO_UI, as the Go runtime sets it
)

// keepMemoryPrivate sees to it that a crash is not reported, and that a report
// that is made all the same holds no heap. This project's tests compile it and
// do not run it.
func keepMemoryPrivate() {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX | windows.SEM_NOOPENFILEERRORBOX)
	report := windows.NewLazySystemDLL("kernel32.dll").NewProc("WerSetFlags")
	if report.Find() == nil {
		_, _, _ = report.Call(werNoHeap | werNoUI) // older systems report nothing
	}
}

// moveStandardError leaves the program its standard error and gives what the
// Go runtime asks for anew at each crash another file.
func moveStandardError(to *os.File) (*os.File, error) {
	var handle windows.Handle // outlives the file
	this := windows.CurrentProcess()
	err := windows.DuplicateHandle(this, windows.Handle(to.Fd()), this, &handle, 0, false, windows.DUPLICATE_SAME_ACCESS)
	if err != nil {
		return nil, err
	}
	if err := windows.SetStdHandle(windows.STD_ERROR_HANDLE, handle); err != nil {
		_ = windows.CloseHandle(handle)
		return nil, err
	}
	return os.Stderr, nil
}
