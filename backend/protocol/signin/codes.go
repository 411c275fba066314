package signin

// Codes of findings about sign-in providers (interfaces.md §3). Those of the
// connection are net.* and tls.*.
const (
	CodeIssuerMismatch      = "idp.issuer_mismatch"
	CodeClientRejected      = "idp.client_rejected"
	CodeRedirectURIMismatch = "idp.redirect_uri_mismatch"
	CodeStateMismatch       = "idp.state_mismatch"
	CodeNonceMismatch       = "idp.nonce_mismatch"
	CodeAudienceMismatch    = "idp.audience_mismatch"
	CodeSignatureInvalid    = "idp.signature_invalid"
	CodeNotSigned           = "idp.not_signed"
	CodeAssertionExpired    = "idp.assertion_expired"
	CodeDomainNotAllowed    = "idp.domain_not_allowed"
	CodeEmailMissing        = "idp.email_missing"
	CodeCancelled           = "idp.cancelled"
	CodeTimeout             = "idp.timeout"
	CodeMetadataInvalid     = "idp.metadata_invalid"
	CodeCertificateExpired  = "idp.certificate_expired"
	CodeReplayed            = "idp.replayed"
	CodeRefused             = "idp.refused" // the provider said no
	CodeResponseInvalid     = "idp.response_invalid"
	CodeUnreachable         = "idp.unreachable"
	CodeCheckFailed         = "idp.check_failed" // any other; Finding.Reason says which
)

// ReasonPort is the reason of CodeCheckFailed when the port for the answer could
// not be listened on ([NoPort]).
const ReasonPort = "port"
