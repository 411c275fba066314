package vault

// The moments, besides the changes of files, between which a crash leaves
// something half done. A test ends the process at each of them.
const (
	stepStore     = "rotation: the new store"
	stepNewRecord = "rotation: a record"
	stepVerify    = "rotation: verification"
	stepSnapshot  = "rotation: the new snapshot"
	stepSwitch    = "rotation: the switch"
	stepSwitched  = "rotation: the switch is done"
	stepFillStore = "store: created"
)
