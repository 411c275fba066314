import { describe, expect, it } from 'vitest';
import { Task } from './task.svelte';

function source() {
  const log: string[] = [];
  let answer: (value: string) => void = () => undefined;
  let refuse: (reason: Error) => void = () => undefined;
  return {
    log,
    answer: (value: string) => {
      answer(value);
    },
    refuse: (reason: Error) => {
      refuse(reason);
    },
    run: (id: string) => {
      log.push(`run ${id}`);
      return new Promise<string>((resolve, reject) => {
        answer = resolve;
        refuse = reject;
      });
    },
    cancel: (id: string) => {
      log.push(`cancel ${id}`);
      return Promise.reject(new Error('already gone'));
    },
  };
}

describe('Task', () => {
  it('runs to its end, one at a time', async () => {
    const [task, from] = [new Task<string>(() => 'r1'), source()];
    const done = task.start(from);
    expect([task.running, task.is('r1'), task.is('r2')]).toEqual([true, true, false]);
    expect(await task.start(from)).toBeUndefined();
    from.answer('value');
    expect(await done).toBe('value');
    expect([task.state, task.value, task.is('r1')]).toEqual(['done', 'value', false]);
    expect(from.log).toEqual(['run r1']);
  });

  it('heeds no answer after it was cancelled, even when another one runs', async () => {
    let count = 0;
    const task = new Task<string>(() => `r${String(++count)}`);
    const [first, second] = [source(), source()];
    const early = task.start(first);
    await task.cancel();
    expect(task.state).toBe('cancelled');
    const late = task.start(second);
    first.answer('old');
    expect(await early).toBeUndefined();
    expect(task.running).toBe(true);
    second.answer('new');
    expect(await late).toBe('new');
    expect(first.log).toEqual(['run r1', 'cancel r1']);
  });

  it('keeps why it was refused, and forgets it', async () => {
    const [task, from] = [new Task<string>(() => 'r1'), source()];
    const done = task.start(from);
    from.refuse(new Error('{"code":"a.b","kind":"timeout","message":"m"}'));
    await done;
    expect([task.state, task.fault?.code]).toEqual(['refused', 'a.b']);
    task.clear();
    expect([task.state, task.fault]).toEqual(['idle', undefined]);
  });
});
