import { describe, expect, it } from 'vitest';
import { Events } from '../../bridge/events';
import type {
  MailboxesProof,
  MailboxesProved,
  MailboxesProving,
  MailboxResult,
} from '../../bridge/mailboxes';
import { ProvingMany } from './many.svelte';

const ended = { total: 3, passed: 2, failed: 1 } as MailboxesProved;

const result = (id: string): MailboxResult => ({
  id,
  mailbox: `${id}@example.com`,
  verdict: 'passed',
  light: 'proved',
  summary: 'Proved',
  code: '',
  cause: '',
  durationMs: 1,
});

// A run that ends when the test says so.
function run() {
  const events = new Events();
  const asked: MailboxesProof[] = [];
  const cancelled: string[] = [];
  let end: (proved: MailboxesProved) => void = () => undefined;
  let fail: (reason: Error) => void = () => undefined;
  const many = new ProvingMany(
    {
      proveMany: (request) => {
        asked.push(request);
        return new Promise<MailboxesProved>((resolve, reject) => {
          end = resolve;
          fail = reject;
        });
      },
      cancelRun: (id) => {
        cancelled.push(id);
        return Promise.resolve();
      },
    },
    events,
  );
  const progress = (more: Partial<MailboxesProving>) => {
    const nothing = { done: 0, total: 3, passed: 0, warned: 0, failed: 0, rows: [], slowed: [] };
    events.publish('mailboxes.proving', {
      runId: asked.at(-1)?.runId ?? '',
      ...nothing,
      ...more,
    } as MailboxesProving);
  };
  return {
    many,
    asked,
    cancelled,
    progress,
    end: (proved = ended) => {
      end(proved);
    },
    fail: (reason: Error) => {
      fail(reason);
    },
  };
}

describe('ProvingMany', () => {
  it('follows its own run, row by row', async () => {
    const { many, progress, end } = run();
    const done = many.start('d1', []);
    expect(many.waits('d1', 'a')).toBe(true);
    expect(many.waits('d2', 'a')).toBe(false);
    progress({ done: 1, passed: 1, rows: [result('a')] as never });
    progress({ done: 2, runId: 'another', rows: [result('b')] as never });
    expect([many.done, many.total, many.passed]).toEqual([1, 3, 1]);
    expect(many.waits('d1', 'a')).toBe(false);
    expect(many.waits('d1', 'b')).toBe(true);
    expect(many.batch).toEqual([result('a')]);
    end();
    expect(await done).toBe(ended);
    expect(many.running).toBe(false);
    expect(many.outcome).toBe(ended);
    many.dismiss();
    expect(many.outcome).toBeUndefined();
  });

  it('waits only for what was chosen', async () => {
    const { many, asked, end } = run();
    const done = many.start('d1', ['a']);
    expect(asked[0]?.ids).toEqual(['a']);
    expect([many.waits('d1', 'a'), many.waits('d1', 'b')]).toEqual([true, false]);
    end();
    await done;
  });

  it('starts one run at a time', async () => {
    const { many, asked, end } = run();
    const [first, second] = [many.start('d1', []), many.start('d1', ['a'])];
    end();
    expect(await Promise.all([first, second])).toEqual([ended, undefined]);
    expect(asked).toHaveLength(1);
    const third = many.start('d1', ['a']);
    end();
    await third;
    expect(asked).toHaveLength(2);
  });

  it('cancels its run, once there is one, and waits for nothing more', async () => {
    const { many, asked, cancelled, end } = run();
    await many.cancel();
    expect(cancelled).toEqual([]);
    const done = many.start('d1', []);
    await many.cancel();
    expect(cancelled).toEqual([asked[0]?.runId]);
    expect(many.waits('d1', 'a')).toBe(false);
    end();
    await done;
  });

  it('shows the servers that limit connections as they are used now', () => {
    const { many, progress } = run();
    void many.start('d1', []);
    const slow = (server: string, connections: number) => ({ server, connections, words: '' });
    progress({ slowed: [slow('a:993', 8)] });
    progress({ slowed: [slow('a:993', 2), slow('b:993', 4)] });
    expect(many.slowed).toEqual([slow('a:993', 2), slow('b:993', 4)]);
    progress({ slowed: null as never, rows: null as never });
    expect(many.slowed).toEqual([]);
  });

  it('keeps why it was refused, until the next run', async () => {
    const { many, fail, end } = run();
    const done = many.start('d1', []);
    fail(new Error('{"code":"x","kind":"denied","message":"not yours"}'));
    expect(await done).toBeUndefined();
    expect(many.fault?.message).toBe('not yours');
    const again = many.start('d1', []);
    expect(many.fault).toBeUndefined();
    end();
    await again;
  });
});
