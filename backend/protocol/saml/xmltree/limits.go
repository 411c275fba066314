package xmltree

// Limits bound what is read.
type Limits struct {
	Bytes    int // of the document
	Depth    int // of elements in each other
	Elements int
	// Attributes are those of one element; a document may have four times as many
	// as it may have elements.
	Attributes int
	// AllowUTF16 also takes UTF-16 with a byte order mark, as files written by
	// Windows tools are. Messages are UTF-8.
	AllowUTF16 bool
}

// maxNamespaces bounds the namespace declarations that hold at one place:
// canonicalization copies them for every element.
const maxNamespaces = 64

// Message returns the limits of a message: a response with 400 groups has 48 kB.
func Message() Limits {
	return Limits{Bytes: 2 << 20, Depth: 64, Elements: 10_000, Attributes: 64}
}
