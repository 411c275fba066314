package presence

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Messages and what comes with them: WinUser.h, WtsApi32.h.
const (
	wmDestroy          = 0x0002
	wmClose            = 0x0010
	wmEndSession       = 0x0016
	wmPowerBroadcast   = 0x0218
	wmSessionChange    = 0x02b1
	pbtSuspend         = 0x0004
	wtsConsoleLeft     = 0x0002
	wtsRemoteLeft      = 0x0004
	wtsLogoff          = 0x0006
	wtsLock            = 0x0007
	notifyThisSession  = 0
	className          = "PatchbayPresence"
	popupWithoutBorder = 0x80000000 // WS_POPUP
)

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style              uint32
	procedure                uintptr
	classExtra, windowExtra  int32
	instance                 windows.Handle
	icon, cursor, background windows.Handle
	menuName, className      *uint16
	smallIcon                windows.Handle
}

// message is MSG.
type message struct {
	window  windows.HWND
	id      uint32
	wParam  uintptr
	lParam  uintptr
	time    uint32
	x, y    int32
	private uint32
}

// listener is a window that is never shown. It is a real one: windows for
// messages only are not told of suspending.
type listener struct {
	user, terminal *windows.LazyDLL
	window         windows.HWND
}

// watchPlatform listens until ctx ends. Each message is answered after away has
// returned, which is as long as Windows waits for us.
func watchPlatform(ctx context.Context, log *slog.Logger, away func(reason string)) {
	runtime.LockOSThread() // a window's messages come to the thread that made it
	defer runtime.UnlockOSThread()
	l := &listener{user: windows.NewLazySystemDLL("user32.dll"), terminal: windows.NewLazySystemDLL("wtsapi32.dll")}
	if err := l.open(away); err != nil {
		log.Debug("Windows does not tell of absences", "error", err)
		<-ctx.Done()
		return
	}
	post := l.user.NewProc("PostMessageW")
	stop := context.AfterFunc(ctx, func() {
		_, _, _ = post.Call(uintptr(l.window), wmClose, 0, 0) // the window is closed by its own thread
	})
	defer stop()
	l.listen()
	<-ctx.Done()
}

// open makes the window and has it told of the session.
func (l *listener) open(away func(reason string)) error {
	name, err := windows.UTF16PtrFromString(className)
	if err != nil {
		return err
	}
	class := windowClass{procedure: windows.NewCallback(l.procedure(away)), className: name}
	class.size = uint32(unsafe.Sizeof(class))
	if err := windows.GetModuleHandleEx(windows.GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, nil, &class.instance); err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	if atom, _, err := l.user.NewProc("RegisterClassExW").Call(uintptr(unsafe.Pointer(&class))); atom == 0 {
		return fmt.Errorf("register a class of windows: %w", err)
	}
	window, _, err := l.user.NewProc("CreateWindowExW").Call(0, uintptr(unsafe.Pointer(name)), 0,
		popupWithoutBorder, 0, 0, 0, 0, 0, 0, uintptr(class.instance), 0)
	if window == 0 {
		return fmt.Errorf("make a window: %w", err)
	}
	l.window = windows.HWND(window)
	// Without it, suspending and the end of the session are still told.
	_, _, _ = l.terminal.NewProc("WTSRegisterSessionNotification").Call(window, notifyThisSession)
	return nil
}

// listen hands messages to the window until it is closed.
func (l *listener) listen() {
	get, dispatch := l.user.NewProc("GetMessageW"), l.user.NewProc("DispatchMessageW")
	for {
		var m message
		if more, _, _ := get.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0); int32(more) <= 0 { // 0 at the end, -1 for a mistake
			return
		}
		_, _, _ = dispatch.Call(uintptr(unsafe.Pointer(&m))) // the answer is for the sender
	}
}

// procedure returns what the window does with a message.
func (l *listener) procedure(away func(reason string)) func(window windows.HWND, id uint32, wParam, lParam uintptr) uintptr {
	quit, otherwise := l.user.NewProc("PostQuitMessage"), l.user.NewProc("DefWindowProcW")
	forget := l.terminal.NewProc("WTSUnRegisterSessionNotification")
	return func(window windows.HWND, id uint32, wParam, lParam uintptr) uintptr {
		if reason := meaning(id, wParam); reason != "" {
			away(reason)
		}
		if id == wmDestroy {
			_, _, _ = forget.Call(uintptr(window))
			_, _, _ = quit.Call(0)
			return 0
		}
		answer, _, _ := otherwise.Call(uintptr(window), uintptr(id), wParam, lParam)
		return answer
	}
}

// meaning returns what a message says of the person, if it does.
func meaning(id uint32, wParam uintptr) string {
	switch {
	case id == wmPowerBroadcast && wParam == pbtSuspend:
		return Sleeping
	case id == wmEndSession && wParam != 0, id == wmSessionChange && wParam == wtsLogoff:
		return Leaving
	case id == wmSessionChange && wParam == wtsLock:
		return Locked
	case id == wmSessionChange && (wParam == wtsConsoleLeft || wParam == wtsRemoteLeft):
		return Switched
	}
	return ""
}
