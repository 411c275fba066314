package vault

// The steps between which a crash leaves something half done. A test ends the
// process at each of them.
const (
	stepStore     = "rotate: before the new store"
	stepVerify    = "rotate: before verification"
	stepSwitch    = "rotate: before the switch"
	stepSwitched  = "rotate: after the switch"
	stepRename    = "rotate: before the old files are removed"
	stepRemoved   = "rotate: after the old files are removed"
	stepHeader    = "header: before "
	stepSnapshot  = "rotate: before the snapshot"
	stepNewRecord = "rotate: before a record"
)
