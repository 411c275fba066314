import { toFault } from '../../bridge/fault';
import { type MailboxRow, mailboxes } from '../../bridge/mailboxes';
import { href } from '../../route/route';
import { general } from '../../text';
import { mailbox as text } from '../../text/en/mailbox';
import { sentence } from '../../text/sentence';
import type { Dialogs } from '../../ui/dialogs.svelte';

/** confirmRemoval asks whether a mailbox is to be deleted. */
export function confirmRemoval(
  address: string,
  dialogs: Pick<Dialogs, 'confirm'>,
): Promise<boolean> {
  return dialogs.confirm({
    title: text.removeTitle(address),
    body: text.removeBody,
    confirm: text.remove,
    cancel: general.cancel,
    danger: true,
  });
}

/**
 * removeMailbox asks, and deletes; true when it is gone. One that still has
 * aliases stays, and they are named.
 */
export async function removeMailbox(
  deploymentID: string,
  row: MailboxRow,
  dialogs: Pick<Dialogs, 'ask' | 'confirm'>,
): Promise<boolean> {
  if (!(await confirmRemoval(row.mailbox, dialogs))) return false;
  try {
    await mailboxes.remove(deploymentID, row.id, row.revision);
    return true;
  } catch (thrown) {
    const { code, message, hint, fields } = toFault(thrown);
    if (code !== 'mailbox.has_aliases') throw thrown;
    const aliases = fields.map((field) => field.message);
    const answer = await dialogs.ask({
      title: text.hasAliases.title(row.mailbox),
      body: [sentence(message), ...aliases, sentence(hint)].join('\n'),
      fallback: 'close',
      choices: [
        { value: 'close', label: general.close },
        { value: 'open', label: text.hasAliases.open, look: 'primary' },
      ],
    });
    if (answer === 'open') location.hash = href({ page: 'mailbox', id: row.id });
    return false;
  }
}
