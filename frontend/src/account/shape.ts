import type { SecretInput, SecretShape } from '../bridge/outgoing';
import type { AccountDraft } from './draft';

/** sesRegion is the region that an SES host names, empty for another host. */
export function sesRegion(host: string): string {
  const named = /^email-smtp(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/i.exec(host.trim());
  return named?.[1] ?? '';
}

/**
 * withoutBlanks drops line breaks and the blanks around a secret, which never
 * belong to it; where there are none, it drops the blanks between its parts.
 */
export function withoutBlanks(value: string): string {
  const tidy = value.replace(/[\p{Cc}\p{Cf}]+/gu, '').trim();
  return tidy === value ? value.replace(/\s+/gu, '') : tidy;
}

/** applyFix does what a warning about a typed secret offers. */
export function applyFix<T extends AccountDraft>(draft: T, shape: SecretShape): T {
  switch (shape.fix) {
    case 'strip_blanks':
      return changeSecret(draft, shape.field, (secret) => ({
        change: 'set',
        value: withoutBlanks(secret.value),
      }));
    case 'derive_ses':
      return changeSecret(draft, shape.field, (secret) => ({ ...secret, change: 'derive' }));
    case 'set_user':
      return { ...draft, user: shape.fixValue };
    default:
      return draft;
  }
}

function changeSecret<T extends AccountDraft>(
  draft: T,
  field: string,
  change: (secret: SecretInput) => SecretInput,
): T {
  const { oauth2 } = draft;
  switch (field) {
    case 'password':
      return { ...draft, password: change(draft.password) };
    case 'oauth2.clientSecret':
      return { ...draft, oauth2: { ...oauth2, clientSecret: change(oauth2.clientSecret) } };
    case 'oauth2.refreshToken':
      return { ...draft, oauth2: { ...oauth2, refreshToken: change(oauth2.refreshToken) } };
    default:
      return draft;
  }
}
