package cli

import "slices"

// commands lists every command in the order of the help.
func commands() []command {
	return slices.Concat(
		doorCommands(),
		vaultCommands(),
		operatorCommands(),
		deploymentCommands(),
		variableCommands(),
		smtpCommands(),
		mailboxCommands(),
		aliasCommands(),
		idpCommands(),
		clientCommands(),
		apiCommands(),
		handoverCommands(),
		notifyCommands(),
		gatewayCommands(),
		networkCommands(),
		auditCommands(),
		[]command{versionCommand(), helpTopic()},
	)
}

func doorCommands() []command {
	return []command{serveCommand(), demoCommand(), rehearseCommand()}
}
