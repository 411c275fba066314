import { describe, expect, it } from 'vitest';
import { events } from './events';
import { Fault } from './fault';
import { Rotating } from './rotating.svelte';

class Work extends Rotating {
  start(run: () => Promise<string>): Promise<string | undefined> {
    return this.follow(run);
  }
}

const refused = new Fault({ code: 'vault.disk', kind: 'internal', message: 'the disk is full' });
const nothing = () => Promise.resolve();

/** later is an answer that comes when the test says so. */
function later() {
  let answer: (value: string) => void = () => undefined;
  let refuse: (thrown: Error) => void = () => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    answer = resolve;
    refuse = reject;
  });
  return { run: () => promise, answer, refuse };
}

describe('Rotating', () => {
  it('follows the progress, and only as long as it runs', async () => {
    const work = new Work(nothing);
    const { run, answer } = later();
    const ended = work.start(run);
    expect(work.running).toBe(true);
    events.publish('vault.rotation', { done: 3, total: 7 });
    expect(work.progress).toEqual({ done: 3, total: 7 });
    answer('new');
    expect(await ended).toBe('new');
    expect(work.running).toBe(false);
    events.publish('vault.rotation', { done: 1, total: 9 });
    expect(work.progress).toEqual({ done: 3, total: 7 });
  });

  it('is one at a time', async () => {
    const work = new Work(nothing);
    const { run, answer } = later();
    const first = work.start(run);
    expect(await work.start(() => Promise.resolve('second'))).toBeUndefined();
    answer('first');
    expect(await first).toBe('first');
  });

  it('keeps the fault of a refusal, and forgets it with the next attempt', async () => {
    const work = new Work(nothing);
    expect(await work.start(() => Promise.reject(refused))).toBeUndefined();
    expect(work.fault).toBe(refused);
    await work.start(() => Promise.resolve('new'));
    expect(work.fault).toBeUndefined();
  });

  it('shows no fault for what the person has ended', async () => {
    const work = new Work(nothing);
    const { run, refuse } = later();
    const ended = work.start(run);
    await work.cancel();
    refuse(refused);
    expect(await ended).toBeUndefined();
    expect(work.cancelled).toBe(true);
    expect(work.fault).toBeUndefined();
  });

  it('does not count as cancelled what had taken over before', async () => {
    const work = new Work(nothing);
    const { run, answer } = later();
    const ended = work.start(run);
    await work.cancel();
    answer('new');
    expect(await ended).toBe('new');
    expect(work.cancelled).toBe(false);
  });

  it('says when cancelling was refused', async () => {
    const work = new Work(() => Promise.reject(refused));
    const { run, answer } = later();
    const ended = work.start(run);
    await work.cancel();
    expect(work.fault).toBe(refused);
    expect(work.cancelled).toBe(false);
    answer('new');
    await ended;
  });
});
