import type { FieldFault } from '../bridge/fault';
import type { AccountCheck, StoredAccount } from './account.svelte';
import type { AccountDraft } from './draft';

/**
 * missingField is where a person goes on after the draft was filled in: the
 * first fault, a stored secret that cannot be used, or one that was never
 * entered; else the host.
 */
export function missingField(
  draft: AccountDraft,
  faults: readonly FieldFault[],
  check: Pick<AccountCheck, 'unbound'> | undefined,
  stored: Pick<StoredAccount, 'password' | 'oauth2'> | undefined,
): string {
  const first = faults[0]?.name ?? check?.unbound?.[0];
  if (first !== undefined) return first;
  if (draft.auth === 'password' && !draft.password.value && !stored?.password.set) {
    return 'password';
  }
  const { oauth2 } = draft;
  const application = oauth2.grant === 'client_credentials';
  if (
    draft.auth === 'oauth2' &&
    application &&
    !oauth2.clientSecret.value &&
    !stored?.oauth2.clientSecret.set
  ) {
    return 'oauth2.clientSecret';
  }
  return 'host';
}
