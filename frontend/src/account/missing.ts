import type { FieldFault } from '../bridge/fault';
import type { AccountCheck, StoredAccount } from './account.svelte';
import type { AccountDraft } from './draft';

/**
 * missingFields are those where a person may have to go on after the draft was
 * filled in: what is at fault, stored secrets that cannot be used, and secrets
 * that were never entered; else the host. The page knows which comes first.
 */
export function missingFields(
  draft: AccountDraft,
  faults: readonly FieldFault[],
  check: Pick<AccountCheck, 'unbound'> | undefined,
  stored: Pick<StoredAccount, 'password' | 'oauth2'> | undefined,
): string[] {
  const fields = [...faults.map((fault) => fault.name), ...(check?.unbound ?? [])];
  if (draft.auth === 'password' && !draft.password.value && !stored?.password.set) {
    fields.push('password');
  }
  const { oauth2 } = draft;
  const application = oauth2.grant === 'client_credentials';
  if (
    draft.auth === 'oauth2' &&
    application &&
    !oauth2.clientSecret.value &&
    !stored?.oauth2.clientSecret.set
  ) {
    fields.push('oauth2.clientSecret');
  }
  return fields.length > 0 ? fields : ['host'];
}
