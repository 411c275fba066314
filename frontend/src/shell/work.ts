import type { Verifying } from '../capabilities/backup/verifying.svelte';
import type { KeyRotation } from '../capabilities/keys/rotation.svelte';
import type { ProvingMany } from '../capabilities/mailboxes/many.svelte';
import type { Resendings } from '../capabilities/messages/resending.svelte';
import type { Sendings } from '../capabilities/notifications/sendings.svelte';
import type { Removal } from '../capabilities/operator/removal.svelte';
import type { Proving } from '../capabilities/overview/proving.svelte';
import type { Route } from '../route/route';
import { backup, keys, mailboxes, notifications, operators, overview } from '../text';
import { resend } from '../text/en/resend';

/** Work is what goes on when its page is left. */
interface Work {
  rotation: KeyRotation;
  removal: Removal;
  verifying: Verifying;
  proving: Proving;
  many: ProvingMany;
  sendings: Sendings;
  resendings: Resendings;
}

/** underWay says in words what goes on, by the page that it belongs to. */
export function underWay(work: Work): Partial<Record<Route['page'], string>> {
  const { rotation, removal, verifying, proving, many } = work;
  const sending = progress(work.sendings.running);
  const resending = progress(work.resendings.running);
  return {
    ...(rotation.running ? { keys: keys.rotating } : {}),
    ...(removal.running ? { operators: operators.removal.short(removal.name) } : {}),
    ...(verifying.running ? { backup: backup.verify.running } : {}),
    ...(sending ? { notifications: notifications.sending.short(...sending) } : {}),
    ...(resending ? { messages: resend.short(...resending) } : {}),
    ...(many.running ? { mailboxes: mailboxes.many.short } : {}),
    ...(proving.running ? { overview: overview.proving.running } : {}),
  };
}

// Of all that goes on at once: how many are done, of how many.
function progress(
  running: readonly { done: number; total: number }[],
): [done: number, total: number] | undefined {
  if (running.length === 0) return undefined;
  return running.reduce<[number, number]>(
    ([done, total], one) => [done + one.done, total + one.total],
    [0, 0],
  );
}
