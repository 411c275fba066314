import { describe, expect, it } from 'vitest';
import type { Proof, ProofStep } from '../bridge/proof';
import { ProofRun } from './run.svelte';

const step = (name: string, verdict = 'passed') => ({
  name,
  verdict,
  durationMs: 1,
  title: '',
  detail: '',
  expected: '',
  received: '',
  where: '',
  also: [],
  folders: [],
  capabilities: [],
  misses: [],
  notices: [],
});

const report = (...names: string[]): Proof => ({
  subject: 'smtp',
  target: 'mail.example.com:465',
  level: 'send',
  verdict: 'passed',
  startedAt: '2026-11-21T10:00:00Z',
  durationMs: 3,
  configHash: '',
  host: '',
  version: '',
  shows: '',
  leaves: '',
  unsaved: '',
  steps: names.map((name) => step(name)),
  transcript: [],
  transcriptCut: false,
});

function source() {
  let deliver: (event: ProofStep) => void = () => undefined;
  let answer: (proof: Proof) => void = () => undefined;
  let refuse: (reason: Error) => void = () => undefined;
  const log: string[] = [];
  return {
    log,
    emit: (event: Partial<ProofStep> & { step: ProofStep['step'] }) => {
      deliver({ runId: 'run-1', index: 0, running: false, ...event });
    },
    answer: (proof: Proof) => {
      answer(proof);
    },
    refuse: (reason: Error) => {
      refuse(reason);
    },
    prove: (id: string) => {
      log.push(`prove ${id}`);
      return new Promise<Proof>((resolve, reject) => {
        answer = resolve;
        refuse = reject;
      });
    },
    cancel: (id: string) => {
      log.push(`cancel ${id}`);
      return Promise.resolve();
    },
    follow: (listener: typeof deliver) => {
      deliver = listener;
      return () => log.push('stopped');
    },
  };
}

const names = (run: ProofRun) => run.steps.map((one) => `${one.name}${one.running ? '…' : ''}`);

describe('ProofRun', () => {
  it('shows steps as they happen, then the report', async () => {
    const [run, from] = [new ProofRun(() => 'run-1'), source()];
    const done = run.start('send', from);
    from.emit({ index: 0, running: true, step: step('resolve', '') });
    expect(names(run)).toEqual(['resolve…']);
    from.emit({ index: 0, step: step('resolve') });
    from.emit({ index: 1, running: true, step: step('connect', '') });
    from.emit({ runId: 'another', index: 2, step: step('tls') });
    expect(names(run)).toEqual(['resolve', 'connect…']);
    from.answer(report('resolve', 'connect', 'quit'));
    expect((await done)?.verdict).toBe('passed');
    expect(run.state).toBe('done');
    expect(names(run)).toEqual(['resolve', 'connect', 'quit']);
    expect(from.log).toEqual(['prove run-1', 'stopped']);
  });

  it('stops at once when cancelled, and heeds no late answer', async () => {
    const [run, from] = [new ProofRun(() => 'run-1'), source()];
    const done = run.start('send', from);
    from.emit({ index: 0, step: step('resolve') });
    from.emit({ index: 1, running: true, step: step('connect', '') });
    await run.cancel();
    from.emit({ index: 1, step: step('connect') });
    from.answer(report('resolve', 'connect'));
    expect(await done).toBeUndefined();
    expect(run.state).toBe('cancelled');
    expect(names(run)).toEqual(['resolve']);
    expect(from.log).toContain('cancel run-1');
  });

  it('keeps the fault of a refused proof', async () => {
    const [run, from] = [new ProofRun(() => 'run-1'), source()];
    const done = run.start('send', from);
    from.refuse(new Error('{"code":"outgoing.invalid","kind":"invalid","message":"m"}'));
    await done;
    expect(run.state).toBe('refused');
    expect(run.fault?.code).toBe('outgoing.invalid');
  });

  it('runs one proof at a time', async () => {
    const [run, from] = [new ProofRun(() => 'run-1'), source()];
    const first = run.start('send', from);
    expect(await run.start('connect', from)).toBeUndefined();
    from.answer(report());
    await first;
    expect(from.log.filter((line) => line.startsWith('prove'))).toHaveLength(1);
  });
});
