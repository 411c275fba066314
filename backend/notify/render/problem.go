package render

// Severity says whether a template can be saved in spite of a problem.
type Severity string

// The closed set of severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// The parts of a template that a problem can be in.
const (
	FieldSubject = "subject"
	FieldHTML    = "html"
	FieldText    = "text"
)

// Codes of problems. They are stable: scripts and tests rely on them.
const (
	CodeUnknownPlaceholder   = "template.unknown_placeholder"
	CodeMissingPlaceholder   = "template.missing_placeholder"
	CodeMisplacedPlaceholder = "template.misplaced_placeholder"
	CodeUnsafeMarkup         = "template.unsafe_markup"
	CodeUnsafeLink           = "template.unsafe_link"
	CodeUnsafeStyle          = "template.unsafe_style"
	CodeUnsafeImage          = "template.unsafe_image"
	CodeTooLarge             = "template.too_large"
	CodeMayBeClipped         = "template.may_be_clipped"
	CodeSubjectLine          = "template.subject_line"
	CodeNoText               = "template.no_text"
	CodeTextOutOfStep        = "template.text_out_of_step"
	CodeImageWithoutAlt      = "template.image_without_alt"
	CodeTooWide              = "template.too_wide"
	CodeBrokenMarkup         = "template.broken_markup"
	CodeMissingValue         = "template.missing_value"
)

// Problem is one thing that is wrong with a template, or with the values that it was
// rendered with.
type Problem struct {
	Field    string // "subject", "html" or "text"
	Code     string
	Message  string // lower case, no full stop, names what to change
	Severity Severity
	// Line and Column begin with 1 and count characters; 0 means that the problem is
	// at no single place. A place inside HTML is that of the tag it belongs to.
	Line, Column int
	Placeholder  string // the name without percent signs, if it is about one
}

// problems collects what is found, up to its bound.
type problems struct {
	list    []Problem
	refused bool // too large to go on
}

func (p *problems) add(found Problem) {
	if len(p.list) < maxProblems {
		p.list = append(p.list, found)
	}
}

// refuse adds a problem that ends the work. It is always told, even behind 256 others.
func (p *problems) refuse(field, message string) {
	if p.refused {
		return
	}
	p.refused = true
	if len(p.list) == maxProblems {
		p.list = p.list[:maxProblems-1]
	}
	p.list = append(p.list, Problem{Field: field, Code: CodeTooLarge, Message: message, Severity: Error})
}
