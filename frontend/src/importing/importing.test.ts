import { describe, expect, it } from 'vitest';
import { Importing, type Preview, type Source } from './importing.svelte';

const preview = (more: Partial<Preview> = {}): Preview => ({ rows: 3, good: 3, bad: 0, ...more });

interface Rows extends Preview {
  fresh?: number;
}

// A capability whose calls are written down, and of which one may be refused.
function target(found: Rows = preview()) {
  const log: string[] = [];
  let refuse = '';
  let code = '';
  const answer = <T>(call: string, value: T) => {
    log.push(call);
    const name = call.split(' ')[0] ?? '';
    if (refuse !== name) return Promise.resolve(value);
    return Promise.reject(new Error(`{"code":"${code}","kind":"invalid","message":"refused"}`));
  };
  const source: Source<Rows, string> = {
    read: async (file) => {
      const text = await file.text();
      const half = Math.ceil(text.length / 2);
      const pieces = [
        { text: text.slice(0, half), end: half },
        { text: text.slice(half), end: text.length },
      ];
      return { size: text.length, sealed: text.startsWith('sealed'), pieces };
    },
    part: (handle, text, sealed) =>
      answer(`part ${handle || '-'} ${String(text.length)} ${String(sealed)}`, 'h1'),
    preview: (handle, passphrase) => answer(`preview ${handle} ${passphrase}`, found),
    store: (handle, withoutBad) => answer(`store ${handle} ${String(withoutBad)}`, 'done'),
    discard: (handle) => answer(`discard ${handle}`, undefined),
    idle: ({ fresh = 1 }) => fresh === 0,
    stale: ['x.stale'],
  };
  return {
    log,
    source,
    refuse: (name: string, why = 'x') => {
      refuse = name;
      code = why;
    },
  };
}

const file = (text = 'rows') => new File([text], 'rows.csv');

describe('Importing', () => {
  it('hands a file over, shows what it would do, and does it', async () => {
    const to = target();
    const importing = new Importing(to.source);
    await importing.choose(file('seven!!'));
    expect(importing.stage).toBe('preview');
    expect([importing.done, importing.size]).toEqual([7, 7]);
    expect(await importing.store()).toBe('done');
    importing.reset();
    expect(to.log).toEqual(['part - 4 false', 'part h1 3 false', 'preview h1 ', 'store h1 false']);
  });

  it('asks for the passphrase of a sealed file, as often as it is wrong', async () => {
    const to = target();
    const importing = new Importing(to.source);
    await importing.choose(file('sealed'));
    expect(importing.stage).toBe('passphrase');
    to.refuse('preview');
    await importing.open('wrong');
    expect([importing.stage, importing.fault?.message]).toEqual(['passphrase', 'refused']);
    to.refuse('');
    await importing.open('right');
    expect([importing.stage, importing.fault]).toEqual(['preview', undefined]);
  });

  it('stores good rows beside bad ones only when it is told to', async () => {
    const to = target(preview({ good: 2, bad: 1 }));
    const importing = new Importing(to.source);
    await importing.choose(file());
    expect(importing.ready).toBe(false);
    expect(await importing.store()).toBeUndefined();
    importing.withoutBad = true;
    expect(await importing.store()).toBe('done');
    expect(to.log.at(-1)).toBe('store h1 true');
  });

  it('has nothing to store when no row is good', async () => {
    const importing = new Importing(target(preview({ good: 0, bad: 3 })).source);
    await importing.choose(file());
    importing.withoutBad = true;
    expect(importing.ready).toBe(false);
  });

  it('says when everything is stored already', async () => {
    const importing = new Importing(target({ ...preview(), fresh: 0 }).source);
    await importing.choose(file());
    expect(importing.idle).toBe(true);
    const bad = new Importing(target({ ...preview({ bad: 1 }), fresh: 0 }).source);
    await bad.choose(file());
    expect(bad.idle).toBe(false);
  });

  it('stores nothing that has gone stale before it was looked at again', async () => {
    const to = target(preview({ good: 2, bad: 1 }));
    const importing = new Importing(to.source);
    await importing.choose(file());
    importing.withoutBad = true;
    to.refuse('store', 'x.stale');
    expect(await importing.store()).toBeUndefined();
    expect([importing.stage, importing.stale, importing.ready]).toEqual(['preview', true, false]);
    to.refuse('');
    await importing.again();
    expect([importing.stale, importing.withoutBad]).toEqual([false, false]); // asked anew
    expect(to.log.at(-1)).toBe('preview h1 ');
  });

  it('discards what it has handed over when it is given up', async () => {
    const to = target();
    const importing = new Importing(to.source);
    await importing.choose(file('sealed'));
    importing.reset();
    expect(to.log.at(-1)).toBe('discard h1');
    expect(importing.stage).toBe('choose');
  });

  it('discards a file that was given up on its way', async () => {
    const to = target();
    const importing = new Importing(to.source);
    const sending = importing.choose(file());
    importing.reset();
    await sending;
    expect(importing.stage).toBe('choose');
    expect(to.log).toEqual(['part - 2 false', 'discard h1']);
  });

  it.each([
    ['part', 'choose'],
    ['preview', 'choose'],
    ['store', 'preview'],
  ])('says why %s was refused, and goes back to %s', async (call, stage) => {
    const to = target();
    to.refuse(call);
    const importing = new Importing(to.source);
    await importing.choose(file());
    await importing.store();
    expect([importing.stage, importing.fault?.message]).toEqual([stage, 'refused']);
  });
});
