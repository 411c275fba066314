package refusal

import "patchbay/backend/protocol/signin"

// entraAccountRules are about the account and its password: the settings are not
// at fault.
func entraAccountRules() []rule {
	const logs = "Microsoft Entra admin center > Monitoring & health > Sign-in logs"
	return []rule{
		entra("entra_password", signin.CodeRefused,
			"User name or password is wrong, or the account has none.",
			"Type both once more, in a private window of the browser.",
			nil, "50126", "50056", "50064"),
		entra("entra_password_expired", signin.CodeRefused,
			"The password of the person has expired, or was changed since the session began.",
			"Sign in again and set a new password when asked, or have an administrator reset it.",
			nil, "50055", "50144", "50132", "50133"),
		entra("entra_locked", signin.CodeRefused,
			"The account is locked after too many wrong passwords, or the sign-in came from an address that is known for attacks.",
			"Wait, or look the attempt up under "+logs+": the failure reason tells which of the two it is.",
			nil, "50053"),
		entra("entra_disabled", signin.CodeRefused,
			"The account of the person is disabled.",
			"Have an administrator enable the account, or sign in as somebody else.",
			nil, "50057"),
		entra("entra_no_session", signin.CodeRefused,
			"Nobody is signed in, and the request does not allow to ask: prompt=none may have been sent.",
			"Sign in interactively: leave the prompt empty, or choose login.",
			[]string{"prompt"}, "50058"),
		entra("entra_tenant_restrictions", signin.CodeRefused,
			"Restrictions between tenants forbid this sign-in: those of the network, of the person's tenant, or of the application's.",
			"Have the administrators of both tenants look at the tenant restrictions and the cross-tenant access settings, or sign in from another network.",
			nil, "50002", "500021", "500022", "500212", "500213"),
		entra("entra_on_premises", signin.CodeRefused,
			"Entra ID passes the password on to an agent beside the organisation's Active Directory, and the agent could not check it, or refused it.",
			"Have the administrators look at the authentication agents, their connection to Active Directory and their clocks; some accounts may sign in at certain hours only.",
			nil, "80001", "80002", "80005", "80007", "80010", "80012", "80013", "80014"),
	}
}

// entraServiceRules are about the application's disposition, and about the service.
func entraServiceRules() []rule {
	return []rule{
		entra("entra_application_disabled", signin.CodeClientRejected,
			"The application is disabled in {tenant}.",
			"Switch it on under Microsoft Entra admin center > Enterprise applications > the application > Properties > Enabled for users to sign-in.",
			[]string{"clientId"}, "70001"),
		entra("entra_resource", signin.CodeClientRejected,
			"The request asks for access to an interface that this tenant does not have, or that is not among the application's permissions.",
			"Take the scopes of other interfaces out of {scopes}, or add them under "+appRegistration+"API permissions and grant admin consent. Check that the tenant is the right one.",
			[]string{"scopes", "issuer"}, "500011", "50001", "650057", "650052", "650054"),
		entra("entra_cloud", signin.CodeClientRejected,
			"The tenant belongs to another of Microsoft's clouds than the address.",
			"Use the addresses of the tenant's cloud, such as login.microsoftonline.us or login.partner.microsoftonline.cn.",
			[]string{"issuer", "authUrl", "metadataUrl"}, "90038", "1000104", "900432"),
		entra("entra_request", signin.CodeCheckFailed,
			"Entra ID finds the request badly made: a parameter is missing or wrong. Its words name it.",
			"Check that the authorization URL and the token URL are those of {issuer}, and not exchanged. If a target shows this, look at the parameter that the words name.",
			[]string{"authUrl", "tokenUrl"}, "900144", "90014", "9002313", "90023", "90004", "90056", "900561"),
		entra("entra_saml_property", signin.CodeCheckFailed,
			"The SAML request has a property that Entra ID does not support.",
			"Take the property that the words name out of the request. If Patchbay sent it, leave the NameID format empty and switch forced sign-in off.",
			[]string{"nameIdFormat", "forceAuthn"}, "900236"),
		entra("entra_loop", signin.CodeCheckFailed,
			"The target sends the browser back to Entra ID again and again.",
			"Look into the target's log for why it does not accept the answer. A test sign-in here shows what is in it.",
			nil, "50196"),
		entra("entra_busy", signin.CodeCheckFailed,
			"Entra ID has a fault of its own, or takes no more requests for this tenant at the moment.",
			"Try again in some minutes. If it stays, give Microsoft's support the trace ID and the time.",
			nil, "50000", "50033", "90006", "90012", "90024", "90033", "90036", "90055"),
	}
}
