import type { Person } from '../../bridge/people';
import { general, people as text } from '../../text';
import type { Dialogs } from '../../ui/dialogs.svelte';
import { calledOf } from './draft';

/** confirmRemoval asks whether people are to be deleted: one by name, or so many. */
export function confirmRemoval(
  who: Pick<Person, 'name' | 'userName' | 'email'> | number,
  dialogs: Pick<Dialogs, 'confirm'>,
): Promise<boolean> {
  const { one, many, body, confirm } = text.removal;
  const title = typeof who === 'number' ? many(who) : one(calledOf(who) || text.unnamed);
  return dialogs.confirm({ title, body, confirm, cancel: general.cancel, danger: true });
}
