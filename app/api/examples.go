package api

// examples are bodies that are taken as they stand, by schema. Every address in
// them is one for documentation (RFC 2606), or leads nowhere.
func examples() map[string]any {
	return map[string]any{
		schemaMailConfig: map[string]any{
			"replyToDisplayName": "Receiver", "starttls": "true", "port": "587", "host": "smtp.example.com",
			"replyTo": "desk@example.com", "from": "portal@example.com", "fromDisplayName": "Portal",
			"envelopeFrom": "", "ssl": "false", "user": "portal@example.com", "password": "example-password",
		},
		schemaSMTP: map[string]any{
			"host": "smtp.example.com", "port": 587, "security": "starttls",
			"from": "portal@example.com", "fromDisplayName": "Portal", "password": "example-password",
		},
		schemaMailbox: map[string]any{
			"mailbox": "desk@example.com", "host": "imap.example.com", "name": "Desk",
			"description": "Questions of customers", "password": "example-password",
		},
		schemaProvider: map[string]any{
			"name": "Example", "type": "oidc", "issuer": "https://login.example.com", "clientId": "portal",
			"clientSecret": "example-secret", "callbackUrl": "https://acme.example.com/callback",
			"allowedDomains": []any{"example.com"},
		},
		schemaProofRequest: map[string]any{"integration": "smtp", "level": "signin"},
		schemaMessages: map[string]any{
			"action": "Assign task", "everyone": true, "message": "Check the invoice of Globex.", "key": "invoice-4711", "dryRun": true,
		},
		schemaTokenRequest: map[string]any{"grant_type": "client_credentials", "scope": "mail:read mail:write"},
		schemaRevokeRequest: map[string]any{
			"token": "pbat_example", "client_id": "installer", "client_secret": "example-secret",
		},
	}
}
