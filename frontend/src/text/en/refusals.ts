// Why the local API refused a call. It names what was wrong by a code, and the
// fields that were; never what was sent.

const reasons: Partial<Record<string, string>> = {
  'api.foreign_request': 'It did not come from a program of this machine and user',
  'api.host_from_mandatory': 'Host or from is missing',
  'api.content_type': 'The body is of another content type',
  'api.invalid_request': 'A parameter is missing or repeated',
  'api.method_not_allowed': 'The address does not take this method',
  'api.name_differs': 'The document and the address name two things',
  'api.not_found': 'Nothing lies at this address',
  'api.other_tenant': 'The token is of another deployment',
  'api.precondition_failed': 'It was changed since it was read',
  'api.scope_missing': 'The token’s scopes do not allow it',
  'api.too_large': 'The body is too large',
  'api.unauthorized': 'No access token',
  'api.unknown_tenant': 'There is no such deployment',
  'api.unreadable': 'The body ended before its end',
  'api.unsupported_grant': 'Another grant than client_credentials',
  'api.secret_missing': 'The client secret is empty',
  'apiclient.invalid_client': 'Client ID or client secret is not right',
  'apiclient.invalid_scope': 'A scope that the client does not have',
  'apiclient.token_invalid': 'The token is unknown, revoked or expired',
  'apiclient.too_many_attempts': 'Too many wrong secrets: refused for a while',
  'vault.locked': 'The vault is locked',
};

/** refusal says a reason in words; one that is none of the codes stays as it is. */
export function refusal(reason: string): string {
  const [, code = '', fields = ''] = /^([a-z_]+\.[a-z_]+)(?:: (.+))?$/s.exec(reason) ?? [];
  const words = reasons[code] ?? code;
  if (words === '') return reason;
  return fields === '' ? words : `${words}: ${fields}`;
}
