import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { events } from '../../bridge/events';
import { Fault } from '../../bridge/fault';
import type { IdentityProviderDraft, SignInPrompt } from '../../bridge/identityProviders';
import type { Proof } from '../../bridge/proof';
import { ProofRun } from '../../proof/run.svelte';
import { Attempt, type AttemptCalls } from './attempt.svelte';

const draft = { id: '7' } as IdentityProviderDraft;
const prompt = (runId: string) => ({ runId, url: 'http://127.0.0.1:1/' }) as SignInPrompt;
const report = { steps: [], verdict: 'passed' } as unknown as Proof;

function begun() {
  let runs = 0;
  let end: (proof: Proof) => void = () => undefined;
  const calls = {
    signIn: vi.fn<AttemptCalls['signIn']>(() => new Promise((resolve) => (end = resolve))),
    answer: vi.fn<AttemptCalls['answer']>(() => Promise.resolve()),
    cancelRun: vi.fn<AttemptCalls['cancelRun']>(() => Promise.resolve()),
  };
  const attempt = new Attempt(new ProofRun(() => `run-${String(++runs)}`), calls);
  const ended = attempt.start(draft, false);
  return {
    attempt,
    calls,
    ended,
    end: () => {
      end(report);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a test sign-in', () => {
  it('shows its own prompt, and offers help when nobody comes back', async () => {
    const { attempt, ended, end } = begun();
    events.publish('signin.prompt', prompt('another'));
    expect(attempt.prompt).toBeUndefined();
    events.publish('signin.prompt', prompt('run-1'));
    expect(attempt.prompt?.url).toBe('http://127.0.0.1:1/');
    vi.advanceTimersByTime(44_999);
    expect(attempt.late).toBe(false);
    vi.advanceTimersByTime(1);
    expect(attempt.late).toBe(true);
    end();
    expect(await ended).toBe(report);
    expect([attempt.prompt, attempt.late]).toEqual([undefined, false]);
  });

  it('goes on waiting when what was pasted cannot be read', async () => {
    const { attempt, calls } = begun();
    calls.answer.mockRejectedValueOnce(
      new Fault({ code: 'idp.paste_unreadable', kind: 'invalid', message: 'no answer in it' }),
    );
    expect(await attempt.answer('nonsense')).toBe(false);
    expect(attempt.unread?.code).toBe('idp.paste_unreadable');
    expect(attempt.run.running).toBe(true);
    expect(await attempt.answer('code=1&state=2')).toBe(true);
    expect(calls.answer).toHaveBeenLastCalledWith({ runId: 'run-1', text: 'code=1&state=2' });
    expect([attempt.unread, attempt.taken]).toEqual([undefined, true]);
  });

  it('is cancelled at once, and heeds nothing that comes later', async () => {
    const { attempt, calls, ended, end } = begun();
    events.publish('signin.prompt', prompt('run-1'));
    await attempt.cancel();
    expect(calls.cancelRun).toHaveBeenCalledWith('run-1');
    expect(attempt.run.state).toBe('cancelled');
    events.publish('signin.prompt', prompt('run-1'));
    expect(attempt.prompt).toBeUndefined();
    end();
    expect(await ended).toBeUndefined();
    vi.advanceTimersByTime(60_000);
    expect(attempt.late).toBe(false);
  });

  it('can be begun anew while the old one still ends', async () => {
    const { attempt, ended, end } = begun();
    await attempt.cancel();
    const again = attempt.start(draft, true);
    events.publish('signin.prompt', prompt('run-2'));
    expect(attempt.byHand).toBe(true);
    end();
    expect(await again).toBe(report);
    expect(attempt.run.state).toBe('done');
    void ended;
  });
});
