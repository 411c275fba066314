package app

// What the pages of the vault see: operators, backups, the journal of changes
// and what a verification found.

// OperatorRow is an operator as the list shows him. MustChange says that the
// password was set by somebody else and has to be replaced at the next unlock.
type OperatorRow struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Email      string `json:"email"`
	Role       string `json:"role"` // "owner", "editor" or "viewer"
	MustChange bool   `json:"mustChange"`
	You        bool   `json:"you"`
	LastOwner  bool   `json:"lastOwner"` // the only one, who stays an owner
	ChangedAt  string `json:"changedAt"`
	// ResetUntil is when a mailed password ends, "" without one; ResetUsed: it
	// has been used, and opens nothing any more.
	ResetUntil string `json:"resetUntil"`
	ResetUsed  bool   `json:"resetUsed"`
}

// NewOperator is the form that adds an operator. The password opens the vault
// once: then a new one must be set.
type NewOperator struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Role     string `json:"role"`
	Password string `json:"password"`
	Confirm  string `json:"confirm"`
}

// OperatorDetails is the form that changes an operator.
type OperatorDetails struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  string `json:"role"`
}

// AffectedSecret is one stored secret of an integration.
type AffectedSecret struct {
	Field     string `json:"field"` // as in the configuration document
	ChangedAt string `json:"changedAt"`
}

// AffectedIntegration is an integration with stored secrets. Rotating the key
// encrypts them anew and leaves their values as they are. DeploymentID is empty
// for what belongs to all deployments.
type AffectedIntegration struct {
	DeploymentID string           `json:"deploymentId"`
	Deployment   string           `json:"deployment"`
	Kind         string           `json:"kind"` // "outgoing" or "network"
	Target       string           `json:"target"`
	Stored       []AffectedSecret `json:"stored"`
}

// BackupStatus is the head of the backup page. LastAt is empty when there was
// no backup yet.
type BackupStatus struct {
	LastAt       string `json:"lastAt"`
	ChangedSince bool   `json:"changedSince"` // something was saved after it
	Records      int    `json:"records"`
	Secrets      int    `json:"secrets"`
	FileName     string `json:"fileName"` // that is proposed for the next one
}

// SavedBackup says where a backup was written.
type SavedBackup struct {
	Saved   bool   `json:"saved"` // false: cancelled
	Path    string `json:"path"`
	Size    int    `json:"size"` // bytes
	Records int    `json:"records"`
	Secrets int    `json:"secrets"`
	At      string `json:"at"`
}

// BackupDownload is a finished backup that a page in a browser fetches piece by
// piece and then saves.
type BackupDownload struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Size    int    `json:"size"`  // bytes
	Piece   int    `json:"piece"` // bytes of one piece, the last may be shorter
	Records int    `json:"records"`
	Secrets int    `json:"secrets"`
	At      string `json:"at"`
}

// BackupPiece is a part of a backup file, in base64. More is false at the end.
type BackupPiece struct {
	Content string `json:"content"`
	More    bool   `json:"more"`
}

// BackupUpload takes a backup file piece by piece: BackupUpload.Piece bytes at
// a time, in base64.
type BackupUpload struct {
	ID    string `json:"id"`
	Piece int    `json:"piece"` // bytes
	Limit int    `json:"limit"` // largest file, in bytes
}

// BackupFile is what a backup file says of itself without a password.
type BackupFile struct {
	VaultID   string `json:"vaultId"`
	At        string `json:"at"`
	Size      int    `json:"size"` // bytes
	Operators int    `json:"operators"`
	SameVault bool   `json:"sameVault"` // as the one that is there now
}

// BackupAccess opens a backup: an operator of the backup with his password of
// that time, or the recovery key of that time. Operator may be empty when the
// backup has only one.
type BackupAccess struct {
	Operator    string `json:"operator"`
	Password    string `json:"password"`
	RecoveryKey string `json:"recoveryKey"`
}

// BackupDifference counts the records of one kind that a restore would change.
// Names holds some of their names, for kinds that have names.
type BackupDifference struct {
	Kind      string   `json:"kind"`      // "deployment", "outgoing", "operator", ...
	ComesBack int      `json:"comesBack"` // only in the backup
	IsLost    int      `json:"isLost"`    // only in the vault of now
	Differs   int      `json:"differs"`
	Same      int      `json:"same"`
	Names     []string `json:"names"`
}

// BackupReport says what a verified backup holds and what restoring it would
// change. Differences is empty without an unlocked vault to compare with.
type BackupReport struct {
	File        BackupFile         `json:"file"`
	Records     int                `json:"records"`
	Secrets     int                `json:"secrets"`
	Generation  int                `json:"generation"`
	Operators   []Operator         `json:"operators"`
	Compared    bool               `json:"compared"`
	Differences []BackupDifference `json:"differences"`
	Replaces    bool               `json:"replaces"` // there is a vault folder in its place
	MayRestore  bool               `json:"mayRestore"`
	Refused     string             `json:"refused"` // why not, when MayRestore is false
}

// Restored says that a backup is in its place, and where the folder that was
// there before is kept; empty when there was none. The vault is locked.
type Restored struct {
	Kept string `json:"kept"`
}

// DamagedRecord is a record that does not open where it should.
type DamagedRecord struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"` // as far as it is known
	Where   string `json:"where"`
	Problem string `json:"problem"`
}

// Verification is what reading every record and every file found.
type Verification struct {
	At         string          `json:"at"`
	Records    int             `json:"records"`
	Secrets    int             `json:"secrets"`
	DurationMs int             `json:"durationMs"`
	Damaged    []DamagedRecord `json:"damaged"`
	Notes      []string        `json:"notes"` // in sentences
}

// VerifyProgress is the payload of the event "vault.verifying".
type VerifyProgress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// AuditFilter narrows the journal. Empty fields do not; From and To are
// RFC 3339, Before is a sequence number from which to go on with older entries.
type AuditFilter struct {
	Text       string `json:"text"`
	Operator   string `json:"operator"`
	Action     string `json:"action"` // whole, or up to a dot: "vault" finds "vault.created"
	Deployment string `json:"deployment"`
	From       string `json:"from"`
	To         string `json:"to"`
	Refused    bool   `json:"refused"` // only what was tried and not allowed
	Before     int    `json:"before"`
	Limit      int    `json:"limit"` // 0 means 200
}

// AuditPage is a part of the journal, newest first.
type AuditPage struct {
	Entries   []AuditEntry `json:"entries"`
	More      bool         `json:"more"`
	Total     int          `json:"total"` // of the whole journal
	Operators []string     `json:"operators"`
	Actions   []string     `json:"actions"`
}

// AuditVerification is what walking the whole chain found. Broken is the first
// entry that does not fit, 0 when all do.
type AuditVerification struct {
	Entries int    `json:"entries"`
	Intact  bool   `json:"intact"`
	Broken  int    `json:"broken"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Last    string `json:"last"` // hash of the last entry, to be noted elsewhere
}

// ClipboardCopy says whether the door has copied a secret itself and clears it
// from the clipboard after some seconds; else the page copies it.
type ClipboardCopy struct {
	Copied  bool `json:"copied"`
	Seconds int  `json:"seconds"`
}
