//go:build bindings

package desktop

// Generates says whether this build only writes the wrappers of the bound
// methods: it then has to reach [Window.Run] without opening a vault.
const Generates = true
