package app

// RotationProgress is the payload of the event "vault.rotation".
type RotationProgress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// Rotation is one entry of the history of encryption keys.
type Rotation struct {
	Generation int    `json:"generation"`
	At         string `json:"at"`
	Operator   string `json:"operator"`
	Records    int    `json:"records"`
	DurationMs int    `json:"durationMs"`
}

// KeyStatus is the encryption key page.
type KeyStatus struct {
	Generation   int                   `json:"generation"`
	CreatedAt    string                `json:"createdAt"`
	RotatedAt    string                `json:"rotatedAt"` // empty when never
	AgeDays      int                   `json:"ageDays"`
	ReminderDays int                   `json:"reminderDays"`
	Due          bool                  `json:"due"`
	Records      int                   `json:"records"`
	Secrets      int                   `json:"secrets"`
	History      []Rotation            `json:"history"`
	Affected     []AffectedIntegration `json:"affected"`
	BackupAt     string                `json:"backupAt"` // of the last backup, which keeps the old key; empty when none
}
