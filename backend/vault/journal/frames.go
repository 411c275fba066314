package journal

import (
	"bufio"
	"encoding/binary"
	"io"
)

// readAhead is how many bytes of a journal are read at once.
const readAhead = 256 << 10

// frames reads the frames of a journal one after the other.
type frames struct {
	in    *bufio.Reader
	left  int64  // bytes behind what was read
	frame []byte // the last one; nil when there is none, or its length cannot be
	err   error  // of the disk
}

func newFrames(in io.ReaderAt, size int64) *frames {
	left := size - framesStart
	return &frames{in: bufio.NewReaderSize(io.NewSectionReader(in, framesStart, left), readAhead), left: left}
}

// next reads a frame and reports whether it is whole. It is not when the bytes
// end early, when they are zeros that the disk put in place of an unfinished
// write, or when its checksum does not match.
func (f *frames) next() bool {
	f.frame = nil
	if f.left < journalHead {
		return false
	}
	head, err := f.in.Peek(journalHead)
	if err != nil {
		f.err = err
		return false
	}
	size, sum := binary.BigEndian.Uint32(head), binary.BigEndian.Uint32(head[4:])
	if size < sealOverhead || size > maxFrame || int64(size) > f.left-journalHead {
		return false
	}
	frame := make([]byte, journalHead+int(size))
	if _, f.err = io.ReadFull(f.in, frame); f.err != nil {
		return false
	}
	f.frame, f.left = frame, f.left-int64(len(frame))
	return checksum(frame[journalHead:]) == sum
}

// tornAtMost checks that what lies behind the last whole frame can be the
// remains of one unacknowledged write: nothing readable follows it.
func (f *frames) tornAtMost() error {
	if f.frame != nil && f.left > 0 {
		return damaged("a transaction in its middle is unreadable")
	}
	return nil
}
