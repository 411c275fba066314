import { describe, expect, it } from 'vitest';
import type { PeopleList, PeopleQuery, Person } from '../../bridge/people';
import { PeopleTable } from './table.svelte';

const person = (at: number): Person => ({
  ...{ id: `p${String(at)}`, revision: 1, changedAt: '', name: `Person ${String(at)}` },
  ...{ userName: '', email: '', attributes: [], address: '', unusable: '' },
});

// So many people; each question is written down, and may be held back or refused.
function directory(count: number) {
  const asked: PeopleQuery[] = [];
  let total = count;
  let refused = false;
  let held: Promise<void> = Promise.resolve();
  return {
    asked,
    grow: (to: number) => (total = to),
    refuse: (yes: boolean) => (refused = yes),
    hold: (until: Promise<void>) => {
      held = until;
    },
    list: async (query: PeopleQuery): Promise<PeopleList> => {
      asked.push(query);
      const before = held;
      const matching = query.search === '' ? total : Math.min(total, 2);
      await before;
      if (refused) throw new Error('{"code":"x","kind":"internal","message":"refused"}');
      const end = Math.min(matching, query.offset + query.limit);
      const rows = Array.from({ length: Math.max(0, end - query.offset) }, (_, at) =>
        person(query.offset + at),
      );
      return { people: rows, matching, total, unusable: 0, identifier: 'email' };
    },
  };
}

const offsets = (asked: readonly PeopleQuery[]) => asked.map((one) => one.offset);

describe('PeopleTable', () => {
  it('knows at once how many there are, and reads what comes into sight, once', async () => {
    const from = directory(100_000);
    const table = new PeopleTable('d1', from);
    await table.ask();
    expect([table.slots.length, table.slots[999]?.person?.id]).toEqual([100_000, 'p999']);
    expect(table.slots[1000]?.person).toBeUndefined();
    await Promise.all([table.sight(52_990, 53_010), table.sight(52_995, 53_015)]);
    expect(table.slots[53_001]?.person?.id).toBe('p53001');
    expect(offsets(from.asked)).toEqual([0, 52_000, 53_000]);
  });

  it('forgets the answer to a question that was followed by another', async () => {
    const from = directory(5000);
    const table = new PeopleTable('d1', from);
    let go = () => {};
    from.hold(new Promise((resolve) => (go = resolve)));
    const first = table.ask();
    from.hold(Promise.resolve());
    table.words = 'ada';
    await table.ask();
    go();
    await first;
    expect([table.slots.length, table.question]).toEqual([2, 1]);
  });

  it('reads the rows in sight again when something was changed', async () => {
    const from = directory(5000);
    const table = new PeopleTable('d1', from);
    await table.ask();
    await table.sight(3990, 4010);
    from.asked.length = 0;
    from.grow(4005);
    await table.reload();
    expect(offsets(from.asked)).toEqual([3000, 4000]);
    expect([table.slots.length, table.slots[4004]?.person?.id]).toEqual([4005, 'p4004']);
    expect(table.question).toBe(1); // the same one
  });

  it('chooses rows that were never in sight', async () => {
    const table = new PeopleTable('d1', directory(2500));
    await table.ask();
    await table.selectAll();
    expect(table.selection.ids.size).toBe(2500);
    await table.ask();
    expect(table.selection.ids.size).toBe(0);
    table.selection = { ids: new Set(['p10']), anchor: 'p10' };
    await table.selectTo(1100);
    expect([table.selection.ids.size, table.selection.anchor]).toEqual([1091, 'p10']);
  });

  it('chooses nothing when not everything could be read', async () => {
    const from = directory(2500);
    const table = new PeopleTable('d1', from);
    await table.ask();
    from.refuse(true);
    await table.selectAll();
    expect([table.selection.ids.size, table.fault?.message]).toEqual([0, 'refused']);
    from.refuse(false);
    await table.selectAll();
    expect([table.selection.ids.size, table.fault]).toEqual([2500, undefined]);
  });
});
