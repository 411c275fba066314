package sheet

import "fmt"

// Effect is what importing a row does.
type Effect string

// The effects of a good row.
const (
	EffectNew       Effect = "new"
	EffectChanged   Effect = "changed"
	EffectUnchanged Effect = "unchanged"
)

// Effects counts by effect.
type Effects struct{ New, Changed, Unchanged int }

// Add counts one.
func (e *Effects) Add(effect Effect) {
	switch effect {
	case EffectNew:
		e.New++
	case EffectChanged:
		e.Changed++
	default:
		e.Unchanged++
	}
}

// Row is what every row of a file has. A capability adds what the row says.
type Row struct {
	Line   int // of the file, from 1, on which it begins
	Size   int // of what is stored for it, in bytes, about
	Bad    bool
	Unread bool // its cells are not where they belong
	Effect Effect

	problems int
}

func (r *Row) row() *Row { return r }

// Wipe forgets the secrets of the row, of which there are none unless the
// capability says otherwise.
func (r *Row) Wipe() {}

// Entry is a row of a file with what a capability makes of it: a type that embeds
// [Row].
type Entry interface {
	row() *Row
	Wipe()
}

// Fits refuses what one transaction cannot hold: an import is stored whole or not
// at all. Rows that store nothing do not count.
func Fits[E Entry](codes Codes, entries []E) error {
	size := 0
	for _, entry := range entries {
		if row := entry.row(); !row.Bad && row.Effect != EffectUnchanged {
			size += row.Size
		}
	}
	if size <= MaxStored {
		return nil
	}
	return codes.FaultTooLarge(fmt.Sprintf("the file would store about %d MiB at once, and at most %d MiB can be", size>>20, MaxStored>>20))
}
