import { toFault } from '../../bridge/fault';
import { type MailboxRow, mailboxes } from '../../bridge/mailboxes';
import { href } from '../../route/route';
import { mailboxes as text } from '../../text';
import { sentence } from '../../text/sentence';
import type { Dialogs } from '../../ui/dialogs.svelte';

/**
 * removeMailbox asks, and deletes; true when it is gone. One that still has
 * aliases stays, and they are named.
 */
export async function removeMailbox(
  deploymentID: string,
  row: MailboxRow,
  dialogs: Pick<Dialogs, 'ask' | 'confirm'>,
): Promise<boolean> {
  const words = text.remove;
  const sure = await dialogs.confirm({
    title: words.title(row.mailbox),
    body: words.body,
    confirm: words.confirm,
    cancel: words.cancel,
    danger: true,
  });
  if (!sure) return false;
  try {
    await mailboxes.remove(deploymentID, row.id, row.revision);
    return true;
  } catch (thrown) {
    const { code, message, hint, fields } = toFault(thrown);
    if (code !== 'mailbox.has_aliases') throw thrown;
    const aliases = fields.map((field) => field.message);
    const answer = await dialogs.ask({
      title: words.refused(row.mailbox),
      body: [sentence(message), ...aliases, sentence(hint)].join('\n'),
      fallback: 'close',
      choices: [
        { value: 'close', label: words.close },
        { value: 'open', label: words.open, look: 'primary' },
      ],
    });
    if (answer === 'open') location.hash = href({ page: 'mailbox', id: row.id });
    return false;
  }
}
