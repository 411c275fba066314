import { describe, expect, it } from 'vitest';
import { Events } from '../../bridge/events';
import type { ProvedAll } from '../../bridge/overview';
import { Proving } from './proving.svelte';

const ended: ProvedAll = { results: [], cancelled: false };

// A run that ends when the test says so.
function proof() {
  const events = new Events();
  const asked: { runId: string; deploymentId: string }[] = [];
  const cancelled: string[] = [];
  let end: (proved: ProvedAll) => void = () => undefined;
  let fail: (reason: Error) => void = () => undefined;
  const calls = {
    proveAll: (request: { runId: string; deploymentId: string }) => {
      asked.push(request);
      return new Promise<ProvedAll>((resolve, reject) => {
        end = resolve;
        fail = reject;
      });
    },
    cancelProving: (run: string) => {
      cancelled.push(run);
      return Promise.resolve();
    },
  };
  const proving = new Proving(calls, events);
  const progress = (kind: string, done: number, runId = asked[0]?.runId ?? '') => {
    events.publish('overview.proving', { runId, kind, verdict: 'passed', done, total: 2 });
  };
  const mailboxes = (runId: string, done: number) => {
    const none = { passed: 0, warned: 0, failed: 0, rows: [], slowed: [] };
    events.publish('mailboxes.proving', { runId, done, total: 1000, ...none });
  };
  return {
    proving,
    mailboxes,
    asked,
    cancelled,
    progress,
    end: (proved: ProvedAll) => {
      end(proved);
    },
    fail: (reason: Error) => {
      fail(reason);
    },
  };
}

describe('Proving', () => {
  it('follows its own run, kind by kind', async () => {
    const { proving, progress, end } = proof();
    const run = proving.start('d1');
    progress('', 0);
    expect([proving.running, proving.done, proving.total]).toEqual([true, 0, 2]);
    expect(proving.waits('d1', 'outgoing')).toBe(true);
    expect(proving.waits('d2', 'outgoing')).toBe(false);
    progress('outgoing', 1);
    progress('mailboxes', 2, 'another run');
    expect(proving.done).toBe(1);
    expect(proving.waits('d1', 'outgoing')).toBe(false);
    expect(proving.waits('d1', 'mailboxes')).toBe(true);
    end(ended);
    expect(await run).toBe(ended);
    expect(proving.running).toBe(false);
    expect(proving.waits('d1', 'mailboxes')).toBe(false);
  });

  it('tells how far the mailboxes are, as long as they are proved', async () => {
    const { proving, asked, mailboxes, progress, end } = proof();
    const run = proving.start('d1');
    progress('outgoing', 1);
    mailboxes(`${asked[0]?.runId ?? ''}/mailboxes`, 40);
    mailboxes('another/mailboxes', 41);
    expect(proving.mailboxes).toEqual({ done: 40, total: 1000 });
    progress('mailboxes', 2);
    expect(proving.mailboxes).toBeUndefined();
    end(ended);
    await run;
  });

  it('starts one run at a time, and cancels that one', async () => {
    const { proving, asked, cancelled, end } = proof();
    const run = proving.start('d1');
    expect(await proving.start('d1')).toBeUndefined();
    await proving.cancel();
    expect(asked).toHaveLength(1);
    expect(cancelled).toEqual([asked[0]?.runId]);
    end(ended);
    await run;
    await proving.cancel();
    expect(cancelled).toHaveLength(1);
  });

  it('keeps why it was refused, until the next run', async () => {
    const { proving, fail, end } = proof();
    const run = proving.start('d1');
    fail(new Error('{"code":"x","kind":"denied","message":"not yours"}'));
    expect(await run).toBeUndefined();
    expect(proving.fault?.message).toBe('not yours');
    const again = proving.start('d1');
    expect(proving.fault).toBeUndefined();
    end(ended);
    await again;
  });
});
