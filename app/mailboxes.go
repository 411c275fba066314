package app

// Mailboxes keeps and proves the mailboxes of a deployment.
type Mailboxes struct{ app *App }

// List returns the table.
func (m *Mailboxes) List(deploymentID string) (MailboxList, error) { return MailboxList{}, nil }

// Get returns one mailbox with its aliases, without secrets.
func (m *Mailboxes) Get(deploymentID, id string) (Mailbox, error) { return Mailbox{}, nil }

// Check says what is wrong with a draft.
func (m *Mailboxes) Check(draft MailboxDraft) (MailboxCheck, error) { return MailboxCheck{}, nil }

// Save checks and keeps a draft.
func (m *Mailboxes) Save(draft MailboxDraft) (Mailbox, error) { return Mailbox{}, nil }

// ChangePassword replaces the password of a stored mailbox.
func (m *Mailboxes) ChangePassword(change MailboxPassword) (Mailbox, error) { return Mailbox{}, nil }

// Remove deletes a mailbox without aliases.
func (m *Mailboxes) Remove(deploymentID, id string, revision int) error { return nil }

// Prove tests what is on the screen, saved or not.
func (m *Mailboxes) Prove(request MailboxProof) (Proof, error) { return Proof{}, nil }

// Alternatives tries the other ports and securities of a draft's host, without
// credentials.
func (m *Mailboxes) Alternatives(request MailboxProof) (TriedPorts, error) { return TriedPorts{}, nil }

// ProveMany tests stored mailboxes side by side, each once.
func (m *Mailboxes) ProveMany(request MailboxesProof) (MailboxesProved, error) {
	return MailboxesProved{}, nil
}

// CancelProof ends a run of Prove, ProveMany, Alternatives or SignIn at once.
func (m *Mailboxes) CancelProof(runID string) error { return nil }

// SignIn obtains a refresh token: a person signs in at the provider.
func (m *Mailboxes) SignIn(request MailboxSignInRequest) (SignedIn, error) { return SignedIn{}, nil }

// RehearsalDraft returns a draft that reaches the rehearsal mailbox server,
// which it starts.
func (m *Mailboxes) RehearsalDraft(deploymentID string) (MailboxDraft, error) {
	return MailboxDraft{}, nil
}

// SaveAlias checks and keeps an alias.
func (m *Mailboxes) SaveAlias(draft MailboxAliasDraft) (MailboxAlias, error) {
	return MailboxAlias{}, nil
}

// RemoveAlias deletes an alias.
func (m *Mailboxes) RemoveAlias(deploymentID, mailboxID, id string, revision int) error { return nil }

// ImportPart takes the next piece of a file to import and returns its handle.
// What is held of a file lies in memory only, until it is imported or discarded,
// the vault is locked, or fifteen minutes have passed.
func (m *Mailboxes) ImportPart(part MailboxImportPart) (string, error) { return "", nil }

// PreviewImport says what importing the file would do.
func (m *Mailboxes) PreviewImport(options MailboxImportOptions) (MailboxImportPreview, error) {
	return MailboxImportPreview{}, nil
}

// Import carries out a previewed import, all of it or nothing.
func (m *Mailboxes) Import(request MailboxImport) (MailboxImported, error) {
	return MailboxImported{}, nil
}

// DiscardImport forgets a file.
func (m *Mailboxes) DiscardImport(handle string) error { return nil }

// Export writes mailboxes and aliases as CSV.
func (m *Mailboxes) Export(request MailboxExport) (MailboxExported, error) {
	return MailboxExported{}, nil
}
