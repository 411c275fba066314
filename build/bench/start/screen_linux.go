package start

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// The size of the display: one window fills it.
const width, height = 1280, 800

// screen is a display in memory whose picture is mapped into this process, so
// that looking at it costs the programs under test nothing.
type screen struct {
	name   string // as in DISPLAY
	mapped []byte
	first  int // of the pixels, in mapped
	line   int // bytes
	close  func()
}

// openScreen starts Xvfb on a free number.
func openScreen(ctx context.Context, folder string) (*screen, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close() // only read from
	server := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-nolisten", "tcp", "-fbdir", folder,
		"-screen", "0", fmt.Sprintf("%dx%dx24", width, height))
	server.ExtraFiles = []*os.File{write}
	err = server.Start()
	write.Close() // Xvfb has its own
	if err != nil {
		return nil, fmt.Errorf("start a display: %w", err)
	}
	s := &screen{}
	s.close = func() {
		if s.mapped != nil {
			_ = syscall.Munmap(s.mapped)
		}
		_ = server.Process.Signal(syscall.SIGTERM)
		_ = server.Wait() // it was told to end
	}
	number, err := bufio.NewReader(read).ReadString('\n')
	if err == nil {
		s.name = ":" + strings.TrimSpace(number)
		err = s.mapPicture(filepath.Join(folder, "Xvfb_screen0"))
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("open a display: %w", err)
	}
	return s, nil
}

// The places of an XWD file's header, in 32-bit words. X11/XWDFile.h.
const (
	xwdHeaderSize   = 0
	xwdBitsPerPixel = 11
	xwdBytesPerLine = 12
	xwdColours      = 19
	xwdWords        = 25
	xwdColourSize   = 12 // bytes of one entry of the colour map
)

func (s *screen) mapPicture(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close() // only read from
	info, err := file.Stat()
	if err != nil {
		return err
	}
	s.mapped, err = syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return err
	}
	if len(s.mapped) < 4*xwdWords {
		return errors.New("the picture is cut short")
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(s.mapped[4*i:])) }
	s.first = word(xwdHeaderSize) + xwdColourSize*word(xwdColours)
	s.line = word(xwdBytesPerLine)
	if word(xwdBitsPerPixel) != 32 || len(s.mapped) < s.first+s.line*height {
		return errors.New("not a picture of 32 bits a pixel")
	}
	return nil
}

// colour is 0xRRGGBB.
type colour uint32

// count counts the pixels of each colour in every other line of the middle of
// the display, where both programs paint what is waited for.
func (s *screen) count(colours []colour) []int {
	found := make([]int, len(colours))
	for y := height / 4; y < height*3/4; y += 2 {
		row := s.mapped[s.first+y*s.line:]
		for x := width / 4; x < width*3/4; x++ {
			pixel := colour(binary.LittleEndian.Uint32(row[4*x:]) & 0xffffff)
			for i, c := range colours {
				if pixel == c {
					found[i]++
				}
			}
		}
	}
	return found
}
