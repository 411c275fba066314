package app

// TemplateText is a mail as its author wrote it.
type TemplateText struct {
	Subject string `json:"subject"`
	HTML    string `json:"html"`
	Text    string `json:"text"` // "": made from the HTML
}

// TemplateRow is a template in a list.
type TemplateRow struct {
	ID        string `json:"id"`   // "" is the default one
	Name      string `json:"name"` // "" is the default one
	Revision  int    `json:"revision"`
	ChangedAt string `json:"changedAt"` // "" as it comes with Patchbay
	Subject   string `json:"subject"`
	UsedBy    int    `json:"usedBy"` // actions, and the switches
}

// MailTemplate is a template whole.
type MailTemplate struct {
	Kind      string       `json:"kind"` // "notification" or "password-reset"
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Revision  int          `json:"revision"` // 0: as it comes with Patchbay
	ChangedAt string       `json:"changedAt"`
	Text      TemplateText `json:"text"`
	InStep    bool         `json:"inStep"` // its plain text says what its HTML says
}

// MailTemplateDraft is an unsaved template. DeploymentID is "" for the
// password-reset mail, which belongs to the vault.
type MailTemplateDraft struct {
	Kind         string       `json:"kind"`
	DeploymentID string       `json:"deploymentId"`
	ID           string       `json:"id"`
	Name         string       `json:"name"`
	Named        bool         `json:"named"` // beside the default one, so that it needs a name
	Revision     int          `json:"revision"`
	Text         TemplateText `json:"text"`
}

// TemplateCatalogue is what the editor of a kind offers, with the limits that
// are checked before anything is sent to Go.
type TemplateCatalogue struct {
	Kind         string                `json:"kind"`
	Placeholders []TemplatePlaceholder `json:"placeholders"`
	Samples      []string              `json:"samples"` // names
	Default      TemplateText          `json:"default"`
	MaxSubject   int                   `json:"maxSubject"` // bytes, as all of them
	MaxHTML      int                   `json:"maxHtml"`    // without embedded images
	MaxText      int                   `json:"maxText"`
	MaxImage     int                   `json:"maxImage"`
	MaxImages    int                   `json:"maxImages"`
}

// TemplatePlaceholder is one name that a template may use as %name%.
type TemplatePlaceholder struct {
	Name     string `json:"name"`
	Type     string `json:"type"` // "text", "link" or "secret"
	Label    string `json:"label"`
	Sample   string `json:"sample"`
	Required bool   `json:"required"`
}

// TemplateTrial fills a template in, as it is on the screen: with a sample, or
// with a person and an action of the deployment.
type TemplateTrial struct {
	Draft    MailTemplateDraft `json:"draft"`
	Sample   string            `json:"sample"` // "" where a person is given
	PersonID string            `json:"personId"`
	ActionID string            `json:"actionId"`
	Message  string            `json:"message"` // "" is an invented one
	Mode     string            `json:"mode"`    // "light", "dark", "narrow"
}

// TemplatePreview is a template filled in. Document is for the srcdoc of an
// iframe with sandbox="" and for nothing else; it is empty for a template that
// cannot be read at all.
type TemplatePreview struct {
	Subject   string            `json:"subject"`
	Document  string            `json:"document"`
	PlainText string            `json:"plainText"`
	Problems  []TemplateProblem `json:"problems"`
	InStep    bool              `json:"inStep"`
	MadeText  string            `json:"madeText"` // what the plain text would be, made from the HTML
	Size      int               `json:"size"`     // bytes of the HTML part
}

// TemplateProblem is one thing that is wrong with a template, or with what it
// was filled in with.
type TemplateProblem struct {
	Field       string `json:"field"` // "subject", "html" or "text"
	Code        string `json:"code"`
	Message     string `json:"message"`
	Severity    string `json:"severity"` // "error" or "warning"
	Line        int    `json:"line"`     // from 1; 0 is no single place
	Column      int    `json:"column"`
	Placeholder string `json:"placeholder"`
}

// SavedTemplate is a template after it was saved, with what is wrong with it
// all the same.
type SavedTemplate struct {
	Template MailTemplate      `json:"template"`
	Problems []TemplateProblem `json:"problems"`
}

// TemplateMail sends one mail of a template that somebody works on.
type TemplateMail struct {
	RunID     string        `json:"runId"`
	Trial     TemplateTrial `json:"trial"`
	To        string        `json:"to"` // "" is the operator's own address
	Rehearsal bool          `json:"rehearsal"`
}
