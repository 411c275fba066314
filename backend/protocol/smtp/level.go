package smtp

import (
	"fmt"

	"patchbay/backend/fault"
)

// Level says how far a proof goes.
type Level string

// The levels, each of which includes the ones before it. LevelRoundTrip needs
// a mailbox to read from, which this package does not know: [Request.Receive].
const (
	LevelConnect   Level = "connect"   // reach the server and speak its language
	LevelSignIn    Level = "signin"    // have the credentials accepted
	LevelEnvelope  Level = "envelope"  // have sender and recipient accepted, then reset
	LevelSend      Level = "send"      // have a test message accepted
	LevelRoundTrip Level = "roundtrip" // read the message back
)

// CodeLevelUnsupported is the fault of a level that cannot be proved.
const CodeLevelUnsupported = "smtp.level_unsupported"

// ParseLevel reads a level; "" is LevelSignIn.
func ParseLevel(text string) (Level, error) {
	switch level := Level(text); level {
	case "":
		return LevelSignIn, nil
	case LevelConnect, LevelSignIn, LevelEnvelope, LevelSend, LevelRoundTrip:
		return level, nil
	default:
		return "", fault.New(fault.Invalid, CodeSettingsInvalid, fmt.Sprintf("there is no level %q", text)).
			WithHint("choose connect, signin, envelope, send or roundtrip").WithField("level", "is not a level")
	}
}

// Shown says what a proof of a level has shown when it held. What is no level
// stays as it is.
func Shown(level string) string {
	switch Level(level) {
	case LevelConnect:
		return "the server answers"
	case LevelSignIn:
		return "signing in works"
	case LevelEnvelope:
		return "sender and recipient are accepted"
	case LevelSend:
		return "a message was accepted"
	case LevelRoundTrip:
		return "a message was sent and read back"
	default:
		return level
	}
}

// NeedsMailbox is the fault of a round trip without a mailbox to read from.
func NeedsMailbox() error {
	return fault.New(fault.Invalid, CodeLevelUnsupported, "a round trip needs a mailbox in which the message is looked for").
		WithHint("name a mailbox of the deployment (--mailbox), or choose the level send").
		WithField("mailbox", "is required for a round trip")
}

// includes reports whether a proof of level l has the steps of other.
func (l Level) includes(other Level) bool {
	return l.rank() >= other.rank()
}

func (l Level) rank() int {
	switch l {
	case LevelSignIn:
		return 1
	case LevelEnvelope:
		return 2
	case LevelSend:
		return 3
	case LevelRoundTrip:
		return 4
	default:
		return 0
	}
}

// claims says in a sentence each what a proof of this level shows when it has
// not failed, and what it leaves open.
func (l Level) claims(auth SignIn) (shows, leaves string) {
	signedIn := "Signing in works"
	if auth == SignInNone {
		signedIn = "The server is reached, without signing in"
	}
	switch l {
	case LevelSignIn:
		return signedIn + ".", "Whether the server takes mail from this sender, and whether mail arrives, was not tested."
	case LevelEnvelope:
		return signedIn + ", and the server takes mail from this sender to this recipient.",
			"No message was sent; some servers check the sender only when they get one."
	case LevelSend:
		return signedIn + ", and the server accepted a test message.",
			"Whether the message arrives, and in which folder, was not tested."
	case LevelRoundTrip:
		return signedIn + ", and a test message arrived in the mailbox that it was sent to.",
			"Whether mail arrives at other providers, and in which folder, was not tested."
	default:
		return "The server is reached and speaks SMTP with the chosen security.", "Signing in was not tested."
	}
}
