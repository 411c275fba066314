import type { MailboxRow } from '../../bridge/mailboxes';

/** So many are looked through at a glance; the others are found by their address. */
const most = 50;

/**
 * offered are the mailboxes that a round trip can be read back from: those with
 * the words, and how many more there are. The chosen one, where it would be among
 * those, comes first.
 */
export function offered(
  rows: readonly MailboxRow[],
  typed: string,
  chosen: string,
): { rows: readonly MailboxRow[]; more: number } {
  const words = typed.trim().toLowerCase();
  const found = rows.filter((row) => `${row.mailbox}\n${row.name}`.toLowerCase().includes(words));
  const shown = found.slice(0, most);
  const missing = found.slice(most).find((row) => row.id === chosen);
  if (missing) shown.splice(0, shown.length, missing, ...shown.slice(0, most - 1));
  return { rows: shown, more: found.length - shown.length };
}
