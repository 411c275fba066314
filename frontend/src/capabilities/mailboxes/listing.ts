// The lines of the table: searched, filtered and sorted. Ten thousand of them must
// follow every key that is typed, so what is compared is made ready once.

import type { Light } from '../../bridge/light';
import type { MailboxResult, MailboxRow } from '../../bridge/mailboxes';

/** Line is one mailbox of the table, with what it is searched by. */
export interface Line {
  readonly row: MailboxRow;
  /** All that can be searched, in lower case. */
  readonly words: string;
}

export type Column = 'mailbox' | 'host' | 'name' | 'light' | 'provedAt';

export interface Order {
  readonly by: Column;
  readonly down: boolean;
}

/** The lights of mailboxes, what needs somebody first. */
export const lights: readonly Light[] = ['failed', 'stale', 'warned', 'never', 'proved'];

/** lineOf makes a mailbox ready to be searched. */
export function lineOf(row: MailboxRow): Line {
  const words = [row.mailbox, row.name, row.description, row.host, row.cause, row.code];
  return { row, words: words.join('\n').toLowerCase() };
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const comparisons: Record<Column, (a: MailboxRow, b: MailboxRow) => number> = {
  mailbox: (a, b) => collator.compare(a.mailbox, b.mailbox),
  host: (a, b) => collator.compare(a.host, b.host) || collator.compare(a.port, b.port),
  name: (a, b) => collator.compare(a.name, b.name),
  light: (a, b) => place(a.light) - place(b.light) || collator.compare(a.summary, b.summary),
  // Never is longer ago than anything. RFC 3339 in UTC sorts as text.
  provedAt: (a, b) => (a.provedAt === b.provedAt ? 0 : a.provedAt < b.provedAt ? -1 : 1),
};

function place(light: Light): number {
  const at = lights.indexOf(light);
  return at < 0 ? lights.length : at;
}

/** sorted puts lines into an order; equal ones stand by their addresses. */
export function sorted(lines: readonly Line[], { by, down }: Order): Line[] {
  const compare = comparisons[by];
  const sign = down ? -1 : 1;
  return [...lines].sort(
    (a, b) => sign * compare(a.row, b.row) || collator.compare(a.row.mailbox, b.row.mailbox),
  );
}

/** matching are the lines that hold every one of the words, in any order. */
export function matching(lines: readonly Line[], typed: string): readonly Line[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return lines;
  return lines.filter((line) => words.every((word) => line.words.includes(word)));
}

/** lit are the lines with one of the lights; none chosen means all. */
export function lit(lines: readonly Line[], chosen: readonly Light[]): readonly Line[] {
  if (chosen.length === 0) return lines;
  return lines.filter((line) => chosen.includes(line.row.light));
}

/** counts says how many lines have each light. */
export function counts(lines: readonly Line[]): ReadonlyMap<Light, number> {
  const found = new Map<Light, number>();
  for (const { row } of lines) found.set(row.light, (found.get(row.light) ?? 0) + 1);
  return found;
}

/**
 * proved puts results into their lines, which keep their places: rows that jump
 * under the hand while a test runs are of no use.
 */
export function proved(
  lines: readonly Line[],
  results: Iterable<MailboxResult>,
  now: Date = new Date(),
): readonly Line[] {
  const found = new Map([...results].map((one) => [one.id, one]));
  if (found.size === 0) return lines;
  const provedAt = now.toISOString();
  return lines.map((line) => {
    const result = found.get(line.row.id);
    if (!result) return line;
    const { light, summary, code, cause } = result;
    return lineOf({ ...line.row, light, summary, code, cause, provedAt });
  });
}
