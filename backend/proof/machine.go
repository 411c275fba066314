package proof

import "os"

// Machine is the name under which a report says where it was made: the given one,
// or without it that of this machine. A report is good without a name.
func Machine(given string) string {
	if given != "" {
		return given
	}
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}
