package app

// LocalAPI runs the HTTPS API that scripts call.
type LocalAPI struct{ app *App }

// State returns how it runs, and its newest calls.
func (l *LocalAPI) State() (LocalAPIState, error) { return LocalAPIState{}, comingSoon() }

// Start opens its port.
func (l *LocalAPI) Start() (LocalAPIState, error) { return LocalAPIState{}, comingSoon() }

// Stop closes its port; its tokens end.
func (l *LocalAPI) Stop() (LocalAPIState, error) { return LocalAPIState{}, comingSoon() }

// Save keeps how it is to run from the next start on.
func (l *LocalAPI) Save(settings LocalAPISettings) (LocalAPIState, error) {
	return LocalAPIState{}, comingSoon()
}

// RenewAuthority makes a new authority; whoever trusts the old one must be given
// the new.
func (l *LocalAPI) RenewAuthority() (LocalAPIState, error) { return LocalAPIState{}, comingSoon() }

// Examples returns lines that call it.
func (l *LocalAPI) Examples(request APIExampleRequest) ([]APIExample, error) {
	return nil, comingSoon()
}
