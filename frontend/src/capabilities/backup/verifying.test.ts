import { describe, expect, it } from 'vitest';
import type { Verification } from '../../bridge/backups';
import { Events } from '../../bridge/events';
import { Verifying } from './verifying.svelte';

const found = { records: 3, secrets: 1, damaged: [], notes: [] } as unknown as Verification;

function source() {
  let end: (value: Verification) => void = () => undefined;
  let refuse: (reason: Error) => void = () => undefined;
  const calls: string[] = [];
  return {
    calls,
    end: () => {
      end(found);
    },
    verify: () => {
      calls.push('verify');
      return new Promise<Verification>((resolve, reject) => {
        end = resolve;
        refuse = reject;
      });
    },
    cancelVerify: () => {
      calls.push('cancel');
      refuse(new Error('cancelled'));
      return Promise.resolve();
    },
  };
}

describe('Verifying', () => {
  it('follows the progress to the end, one at a time', async () => {
    const [from, events] = [source(), new Events()];
    const verifying = new Verifying(from, events);
    const done = verifying.start();
    await verifying.start();
    events.publish('vault.verifying', { done: 1, total: 3 });
    expect([verifying.running, verifying.progress]).toEqual([true, { done: 1, total: 3 }]);
    from.end();
    await done;
    events.publish('vault.verifying', { done: 9, total: 9 });
    expect([verifying.running, verifying.found, verifying.progress.done]).toEqual([
      false,
      found,
      1,
    ]);
    expect(from.calls).toEqual(['verify']);
  });

  it('says that it was cancelled, and not why the call ended', async () => {
    const from = source();
    const verifying = new Verifying(from, new Events());
    const done = verifying.start();
    await verifying.cancel();
    await done;
    expect([verifying.cancelled, verifying.fault, verifying.found]).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });
});
