import { describe, expect, it } from 'vitest';
import type { MailboxRow } from '../../bridge/mailboxes';
import { offered } from './mailboxes';

const rows = Array.from(
  { length: 120 },
  (_, at) =>
    ({ id: `m${String(at)}`, mailbox: `Box${String(at)}@example.com`, name: '' }) as MailboxRow,
);
const ids = (found: { rows: readonly MailboxRow[] }) => found.rows.map((row) => row.id);

describe('offered', () => {
  it('are the first fifty, and how many more there are', () => {
    const found = offered(rows, '', '');
    expect([found.rows.length, found.more, ids(found)[0]]).toEqual([50, 70, 'm0']);
  });

  it('are found by a part of the address, whatever its case', () => {
    expect(ids(offered(rows, ' box11@', ''))).toEqual(['m11']);
    expect(offered(rows, 'nobody', '')).toEqual({ rows: [], more: 0 });
  });

  it('hold the chosen one in any case', () => {
    const found = offered(rows, '', 'm99');
    expect([found.rows.length, found.more, ids(found)[0]]).toEqual([50, 70, 'm99']);
    expect(ids(offered(rows, '', 'm3')).indexOf('m3')).toBe(3);
  });
});
