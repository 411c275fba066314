package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// A display is a screen that exists in memory only: Xvfb, which also writes its
// picture to a file.
type display struct {
	name   string // as in DISPLAY
	folder string // where Xvfb keeps its picture
	close  func() // ends Xvfb, which then gives its number back
}

// openDisplay starts Xvfb on a free number.
func openDisplay(ctx context.Context, folder string, width, height int) (*display, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	lit, putOut := context.WithCancel(context.WithoutCancel(ctx))
	server := exec.CommandContext(lit, "Xvfb", "-displayfd", "3", "-nolisten", "tcp", "-fbdir", folder,
		"-screen", "0", fmt.Sprintf("%dx%dx24", width, height))
	server.ExtraFiles = []*os.File{write}
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) }
	server.WaitDelay = farewell
	err = server.Start()
	write.Close()
	if err != nil {
		putOut()
		return nil, fmt.Errorf("start a display: %w", err)
	}
	d := &display{folder: folder, close: func() {
		putOut()
		_ = server.Wait() // it was told to end
	}}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		d.close()
		return nil, fmt.Errorf("wait for the display's number: %w", err)
	}
	d.name = ":" + strings.TrimSpace(number)
	return d, nil
}

// command prepares a program that uses the display.
func (d *display) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "GDK_BACKEND=x11")
	return cmd
}

// The places of an XWD file's header, in 32-bit words. X11/XWDFile.h.
const (
	xwdHeaderSize = iota
	_
	_
	_
	xwdWidth
	xwdHeight
	xwdBitsPerPixel = 11
	xwdBytesPerLine = 12
	xwdColours      = 19
	xwdWords        = 25
	xwdColourSize   = 12
)

// picture reads what the display shows now.
func (d *display) picture() (*image.RGBA, error) {
	data, err := os.ReadFile(filepath.Join(d.folder, "Xvfb_screen0"))
	if err != nil {
		return nil, err
	}
	if len(data) < 4*xwdWords {
		return nil, errors.New("read the display: the picture is cut short")
	}
	var header [xwdWords]int
	for i := range header {
		header[i] = int(binary.BigEndian.Uint32(data[4*i:]))
	}
	width, height, line := header[xwdWidth], header[xwdHeight], header[xwdBytesPerLine]
	first := header[xwdHeaderSize] + xwdColourSize*header[xwdColours]
	if header[xwdBitsPerPixel] != 32 || len(data) < first+line*height {
		return nil, errors.New("read the display: not a picture of 32 bits a pixel")
	}
	shown := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		row := data[first+y*line:]
		for x := range width {
			shown.SetRGBA(x, y, color.RGBA{R: row[4*x+2], G: row[4*x+1], B: row[4*x], A: 0xff})
		}
	}
	return shown, nil
}

// colours counts the different colours of a picture: a blank window has few.
func colours(shown *image.RGBA) int {
	seen := map[color.RGBA]bool{}
	for y := range shown.Rect.Dy() {
		for x := range shown.Rect.Dx() {
			seen[shown.RGBAAt(x, y)] = true
		}
	}
	return len(seen)
}
