import type { Verifying } from '../capabilities/backup/verifying.svelte';
import type { KeyRotation } from '../capabilities/keys/rotation.svelte';
import type { ProvingMany } from '../capabilities/mailboxes/many.svelte';
import type { Sendings } from '../capabilities/notifications/sendings.svelte';
import type { Removal } from '../capabilities/operator/removal.svelte';
import type { Proving } from '../capabilities/overview/proving.svelte';
import type { Route } from '../route/route';
import { backup, keys, mailboxes, notifications, operators, overview } from '../text';

/** Work is what goes on when its page is left. */
interface Work {
  rotation: KeyRotation;
  removal: Removal;
  verifying: Verifying;
  proving: Proving;
  many: ProvingMany;
  sendings: Sendings;
}

/** underWay says in words what goes on, by the page that it belongs to. */
export function underWay(work: Work): Partial<Record<Route['page'], string>> {
  const { rotation, removal, verifying, proving, many } = work;
  const sending = work.sendings.running;
  return {
    ...(rotation.running ? { keys: keys.rotating } : {}),
    ...(removal.running ? { operators: operators.removal.short(removal.name) } : {}),
    ...(verifying.running ? { backup: backup.verify.running } : {}),
    ...(sending.length > 0
      ? {
          notifications: notifications.sending.short(
            sum(sending.map((one) => one.done)),
            sum(sending.map((one) => one.total)),
          ),
        }
      : {}),
    ...(many.running ? { mailboxes: mailboxes.many.short } : {}),
    ...(proving.running ? { overview: overview.proving.running } : {}),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
