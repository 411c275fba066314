import { describe, expect, it } from 'vitest';
import { Events } from '../../bridge/events';
import type { MailboxResult, MailboxRow } from '../../bridge/mailboxes';
import { all } from '../../ui/selection';
import { MailboxTable } from './table.svelte';

const row = (id: string, more: Partial<MailboxRow> = {}): MailboxRow => ({
  id,
  revision: 1,
  mailbox: `${id}@example.com`,
  host: 'imap.example.com',
  port: '993',
  security: 'implicit-tls',
  auth: 'password',
  name: '',
  description: '',
  aliases: 0,
  light: 'never',
  summary: '',
  code: '',
  cause: '',
  provedAt: '',
  ...more,
});

const failed = (id: string): MailboxResult => ({
  id,
  mailbox: `${id}@example.com`,
  verdict: 'failed',
  light: 'failed',
  summary: 'Failed at sign-in',
  code: '',
  cause: '',
  durationMs: 1,
});

// Lists that are answered when the test says so.
function source(...lists: MailboxRow[][]) {
  const answers: (() => void)[] = [];
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    list: () => {
      const rows = lists[Math.min(asked++, lists.length - 1)] ?? [];
      return new Promise<MailboxRow[]>((resolve) =>
        answers.push(() => {
          resolve(rows);
        }),
      );
    },
    async answer() {
      answers.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('MailboxTable', () => {
  it('searches, filters, sorts and counts', async () => {
    const from = source([row('b', { light: 'failed' }), row('a'), row('c', { name: 'x' })]);
    const table = new MailboxTable('d1', from);
    const loading = table.load();
    await from.answer();
    await loading;
    expect(table.shownIDs).toEqual(['a', 'b', 'c']);
    table.sort('mailbox');
    expect(table.shownIDs).toEqual(['c', 'b', 'a']);
    table.toggle('never');
    expect(table.shownIDs).toEqual(['c', 'a']);
    table.words = 'B@';
    expect(table.shownIDs).toEqual([]);
    expect([...table.counts]).toEqual([['failed', 1]]);
    table.toggle('never');
    expect(table.shownIDs).toEqual(['b']);
    table.clear();
    expect(table.shown).toHaveLength(3);
  });

  it('reads the list once more for all that has changed while it was read', async () => {
    const [events, from] = [new Events(), source([row('a')], [row('a'), row('b')])];
    const table = new MailboxTable('d1', from);
    const stop = table.start(events);
    for (let count = 0; count < 100; count++) events.publish('mailbox.saved', {} as never);
    await from.answer();
    expect(from.asked).toBe(2);
    await from.answer();
    expect([from.asked, table.lines.length]).toEqual([2, 2]);
    stop();
    events.publish('mailbox.saved', {} as never);
    expect(from.asked).toBe(2);
  });

  it('keeps what is chosen, as long as it is there', async () => {
    const from = source([row('a'), row('b')], [row('b')]);
    const table = new MailboxTable('d1', from);
    void table.load();
    await from.answer();
    table.selection = all(table.selection, table.shownIDs);
    void table.load();
    await from.answer();
    expect([...table.selection.ids]).toEqual(['b']);
  });

  it('takes results of a test, and those that came before the list', async () => {
    const from = source([row('a'), row('b'), row('c')]);
    const table = new MailboxTable('d1', from, () => [failed('a')]);
    void table.load();
    await from.answer();
    table.take([failed('b')]);
    expect(table.lines.map((line) => line.row.light)).toEqual(['failed', 'failed', 'never']);
  });
});
