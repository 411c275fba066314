package vault

// OnStep lets a test act at every step that a crash could separate.
func (v *Vault) OnStep(fn func(step string)) { v.step = fn }

// Dir is the vault's folder.
func (v *Vault) Dir() string { return v.options.Dir }

// ParseHeader reads a header without keys.
func ParseHeader(raw []byte) error {
	_, err := parseHeader(raw)
	return err
}
