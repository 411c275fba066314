import { describe, expect, it } from 'vitest';
import type { MailboxImportPreview } from '../../bridge/mailboxes';
import { Importing } from './importing.svelte';

const preview = (more: Partial<MailboxImportPreview> = {}): MailboxImportPreview => ({
  handle: 'h1',
  rows: 3,
  good: 3,
  new: 3,
  changed: 0,
  unchanged: 0,
  newAliases: 0,
  changedAliases: 0,
  unchangedAliases: 0,
  bad: 0,
  columns: [],
  problems: [],
  problemCount: 0,
  samples: [],
  ...more,
});

const done = { new: 3, changed: 0, unchanged: 0, leftOut: 0, aliases: 0 };

function target(found = preview()) {
  const log: string[] = [];
  let refuse = '';
  const answer = <T>(call: string, value: T) => {
    log.push(call);
    const name = call.split(' ')[0] ?? '';
    if (refuse !== name) return Promise.resolve(value);
    return Promise.reject(new Error('{"code":"x","kind":"invalid","message":"refused"}'));
  };
  return {
    log,
    refuse: (name: string) => (refuse = name),
    importPart: ({ handle, text, sealed }: { handle: string; text: string; sealed: boolean }) =>
      answer(`part ${handle || '-'} ${String(text.length)} ${String(sealed)}`, 'h1'),
    previewImport: ({ handle, passphrase }: { handle: string; passphrase: string }) =>
      answer(`preview ${handle} ${passphrase}`, found),
    import: ({ handle, withoutBad }: { handle: string; withoutBad: boolean }) =>
      answer(`import ${handle} ${String(withoutBad)}`, done),
    discardImport: (handle: string) => answer(`discard ${handle}`, undefined),
  };
}

const file = (text: string) => new File([text], 'boxes.csv');
const sealed = () => file('age-encryption.org/v1\nrest');

describe('Importing', () => {
  it('hands a file over, shows what it would do, and does it', async () => {
    const to = target();
    const importing = new Importing('d1', to);
    await importing.choose(file('m'.repeat(300_000)));
    expect(importing.stage).toBe('preview');
    expect([importing.done, importing.size]).toEqual([300_000, 300_000]);
    expect(await importing.store()).toBe(done);
    importing.reset();
    expect(to.log).toEqual([
      'part - 262144 false',
      'part h1 37856 false',
      'preview h1 ',
      'import h1 false',
    ]);
  });

  it('asks for the passphrase of a sealed file, as often as it is wrong', async () => {
    const to = target();
    const importing = new Importing('d1', to);
    await importing.choose(sealed());
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
    const importing = new Importing('d1', to);
    await importing.choose(file('mailbox\n'));
    expect(importing.ready).toBe(false);
    expect(await importing.store()).toBeUndefined();
    importing.withoutBad = true;
    expect(await importing.store()).toBe(done);
    expect(to.log.at(-1)).toBe('import h1 true');
  });

  it('has nothing to store when no row is good', async () => {
    const importing = new Importing('d1', target(preview({ good: 0, bad: 3 })));
    await importing.choose(file('mailbox\n'));
    importing.withoutBad = true;
    expect(importing.ready).toBe(false);
  });

  it('says when everything is stored already', async () => {
    const importing = new Importing('d1', target(preview({ new: 0, unchanged: 3 })));
    await importing.choose(file('mailbox\n'));
    expect(importing.idle).toBe(true);
    const more = new Importing('d1', target(preview({ new: 0, unchanged: 3, newAliases: 1 })));
    await more.choose(file('mailbox\n'));
    expect(more.idle).toBe(false);
  });

  it('discards what it has handed over when it is given up', async () => {
    const to = target();
    const importing = new Importing('d1', to);
    await importing.choose(sealed());
    importing.reset();
    expect(to.log.at(-1)).toBe('discard h1');
    expect(importing.stage).toBe('choose');
  });

  it('discards a file that was given up on its way', async () => {
    const to = target();
    const importing = new Importing('d1', to);
    const sending = importing.choose(file('mailbox\n'));
    importing.reset();
    await sending;
    expect(importing.stage).toBe('choose');
    expect(to.log).toEqual(['part - 8 false', 'discard h1']);
  });

  it.each([
    ['part', 'choose'],
    ['preview', 'choose'],
    ['import', 'preview'],
  ])('says why %s was refused, and goes back to %s', async (call, stage) => {
    const to = target();
    to.refuse(call);
    const importing = new Importing('d1', to);
    await importing.choose(file('mailbox\n'));
    await importing.store();
    expect([importing.stage, importing.fault?.message]).toEqual([stage, 'refused']);
  });
});
