package app

// Handover gives a configuration to the target.
type Handover struct{ app *App }

// MailAPI returns where a deployment's mail configuration is pushed to.
func (h *Handover) MailAPI(deploymentID string) (MailAPITarget, error) {
	return MailAPITarget{}, comingSoon()
}

// PlanMailAPI says what a push would write. Nothing is sent.
func (h *Handover) PlanMailAPI(draft MailAPIDraft) (MailAPIPlan, error) {
	return MailAPIPlan{}, comingSoon()
}

// SaveMailAPI keeps where to push to.
func (h *Handover) SaveMailAPI(draft MailAPIDraft) (MailAPITarget, error) {
	return MailAPITarget{}, comingSoon()
}

// PushMailAPI sends the stored mail configuration, once.
func (h *Handover) PushMailAPI(run MailAPIRun) (MailAPIPush, error) {
	return MailAPIPush{}, comingSoon()
}

// CancelPush ends a push at once. What was sent already stays sent.
func (h *Handover) CancelPush(runID string) error {
	h.app.runs.cancel(runID)
	return nil
}
