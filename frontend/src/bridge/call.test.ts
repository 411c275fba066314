import { afterEach, describe, expect, it, vi } from 'vitest';
import { call, onLocked, unbounded } from './call';
import type { Fault } from './fault';

const failure = (kind: string) =>
  new Error(JSON.stringify({ code: `test.${kind}`, kind, message: 'm' }));

afterEach(() => {
  vi.useRealTimers();
});

describe('call', () => {
  it('answers what the method answers', async () => {
    await expect(call(() => Promise.resolve(7))).resolves.toBe(7);
  });

  it('throws nothing but faults', async () => {
    await expect(call(() => Promise.reject(failure('conflict')))).rejects.toMatchObject({
      code: 'test.conflict',
      kind: 'conflict',
    });
  });

  it('turns a method that throws at once into a fault', async () => {
    const method = () => {
      throw new TypeError('window.go is undefined');
    };
    await expect(call(method)).rejects.toMatchObject({ kind: 'internal' });
  });

  it('gives up on a promise that never settles', async () => {
    vi.useFakeTimers();
    const answer = call(() => new Promise<never>(() => undefined), 20_000);
    const refused = expect(answer).rejects.toMatchObject({
      code: 'page.timeout',
      message: 'the application gave no answer within 20 seconds',
    });
    await vi.advanceTimersByTimeAsync(20_000);
    await refused;
  });

  it('waits for a proof as long as it takes', async () => {
    vi.useFakeTimers();
    const answer = call(
      () => new Promise((resolve) => setTimeout(resolve, 3_600_000, 'report')),
      unbounded,
    );
    await vi.advanceTimersByTimeAsync(3_600_000);
    await expect(answer).resolves.toBe('report');
  });

  it('tells of a locked vault until told to stop', async () => {
    const seen: Fault[] = [];
    const stop = onLocked((fault) => seen.push(fault));
    const refused = () => call(() => Promise.reject(failure('locked'))).catch(() => undefined);
    await refused();
    await call(() => Promise.reject(failure('denied'))).catch(() => undefined);
    stop();
    await refused();
    expect(seen.map((fault) => fault.code)).toEqual(['test.locked']);
  });
});
