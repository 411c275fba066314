import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditFilter } from '../../bridge/audit';
import { Fault } from '../../bridge/fault';
import { everything } from './criteria';
import { Journal } from './journal.svelte';

const entry = (sequence: number): AuditEntry => ({
  sequence,
  at: '2026-11-22T05:00:00Z',
  operator: 'Ada',
  via: '',
  action: 'vault.verified',
  deployment: '',
  subject: '',
  detail: '',
  refused: sequence % 1000 === 0,
});

// As Go answers: newest first, from below `before`.
function source(count: number) {
  const asked: AuditFilter[] = [];
  const journal = { count, asked, refuse: false, find };
  function find(filter: AuditFilter) {
    asked.push(filter);
    if (journal.refuse) {
      return Promise.reject(new Fault({ code: 'x', kind: 'internal', message: 'no' }));
    }
    const top = filter.before === 0 ? journal.count : filter.before - 1;
    const found = Array.from({ length: top }, (_, at) => entry(top - at)).filter(
      (one) => one.refused || !filter.refused,
    );
    return Promise.resolve({
      entries: found.slice(0, filter.limit),
      more: found.length > filter.limit,
      total: journal.count,
      operators: ['Ada'],
      actions: ['vault.verified'],
    });
  }
  return journal;
}

const numbers = (journal: Journal) => journal.entries.map((one) => one.sequence);
const down = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, at) => from - at);

describe('Journal', () => {
  it('reads on, page by page, to the first entry', async () => {
    const journal = new Journal(source(450));
    await journal.search(everything);
    expect([numbers(journal), journal.more, journal.total]).toEqual([down(450, 251), true, 450]);
    await journal.goOn();
    await journal.goOn();
    expect([numbers(journal), journal.more]).toEqual([down(450, 1), false]);
    await journal.goOn();
    expect(journal.entries).toHaveLength(450);
  });

  it('asks once for older entries however often it is told to', async () => {
    const from = source(1000);
    const journal = new Journal(from);
    await journal.search(everything);
    await Promise.all([journal.goOn(), journal.goOn(), journal.goOn()]);
    expect(from.asked.map((filter) => filter.before)).toEqual([0, 801]);
  });

  it('takes in what is new without losing the place', async () => {
    const from = source(500);
    const journal = new Journal(from);
    await journal.search(everything);
    await journal.goOn();
    from.count = 503;
    await journal.refresh();
    expect([numbers(journal), journal.total]).toEqual([down(503, 101), 503]);
  });

  it('begins anew when more was written than one page holds', async () => {
    const from = source(300);
    const journal = new Journal(from);
    await journal.search(everything);
    from.count = 900;
    await journal.refresh();
    expect(numbers(journal)).toEqual(down(900, 701));
  });

  it('asks for refusals alone', async () => {
    const from = source(300);
    const journal = new Journal(from);
    await journal.search({ ...everything, refusedOnly: true });
    expect([from.asked.map((filter) => filter.refused), journal.filtered]).toEqual([[true], true]);
  });

  it('keeps what is shown when reading on fails, and can try again', async () => {
    const from = source(300);
    const journal = new Journal(from);
    await journal.search(everything);
    from.refuse = true;
    await journal.goOn();
    expect([journal.entries.length, journal.fault?.code, journal.reading]).toEqual([
      200,
      'x',
      false,
    ]);
    from.refuse = false;
    await journal.goOn();
    expect([journal.entries.length, journal.fault]).toEqual([300, undefined]);
  });

  it('heeds only the latest question', async () => {
    const from = source(10);
    const journal = new Journal(from);
    const early = journal.search({ ...everything, text: 'a' });
    await journal.search({ ...everything, refusedOnly: true });
    await early;
    expect([journal.entries, journal.reading]).toEqual([[], false]);
  });

  it('reads everything that the filter lets through', async () => {
    const journal = new Journal(source(5001));
    await journal.search(everything);
    const told: number[] = [];
    const all = await journal.all((count) => told.push(count));
    expect([all.length, told.at(-1), journal.entries.length]).toEqual([5001, 5001, 200]);
  });
});
