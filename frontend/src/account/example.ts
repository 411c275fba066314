// An account as tests begin with it.

import { type AccountDraft, blankAccount } from './draft';

/** exampleDraft is an empty draft with some changes. */
export function exampleDraft(changes: Partial<AccountDraft> = {}): AccountDraft {
  return { ...blankAccount('d1'), revision: 1, ...changes };
}
