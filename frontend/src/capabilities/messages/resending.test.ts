import { beforeEach, describe, expect, it } from 'vitest';
import { Events } from '../../bridge/events';
import type { EventRetried, EventRetry } from '../../bridge/messages';
import { Resending, Resendings } from './resending.svelte';

const wanted = { eventId: 'e1', ids: ['m1'], mayArriveTwice: true };
const answer: EventRetried = { messages: [], total: 1, outcomes: [], left: [] };

let asked: EventRetry[];
let cancelled: string[];
let told: Resending[];
let finish: (done: EventRetried) => void;
let events: Events;

const source = {
  retryEvent: (request: EventRetry) => {
    asked.push(request);
    return new Promise<EventRetried>((resolve) => (finish = resolve));
  },
  cancelRun: (run: string) => {
    cancelled.push(run);
    return Promise.resolve();
  },
};

beforeEach(() => {
  [asked, cancelled, told] = [[], [], []];
  events = new Events();
});

describe('Resending', () => {
  const resending = () => new Resending('d1', source, events, () => 'run1');

  it('asks for what is wanted, with the consent that was given', async () => {
    const one = resending();
    const ended = one.start(wanted, 1);
    expect(asked).toEqual([{ ...wanted, runId: 'run1', deploymentId: 'd1' }]);
    finish(answer);
    await ended;
    expect(one.task.value).toBe(answer);
  });

  it('does not begin twice', async () => {
    const one = resending();
    const ended = one.start(wanted, 1);
    await one.start(wanted, 1);
    expect(asked).toHaveLength(1);
    finish(answer);
    await ended;
  });

  it('ends its own run', async () => {
    const one = resending();
    const ended = one.start(wanted, 1);
    await one.task.cancel();
    finish(answer);
    await ended;
    expect(cancelled).toEqual(['run1']);
    expect(one.task.state).toBe('cancelled');
  });
});

describe('Resendings', () => {
  it('keeps what goes on for whoever comes back, and tells of its end elsewhere', async () => {
    const all = new Resendings(source, events, (one) => told.push(one));
    const one = all.open('d1');
    const ended = one.start(wanted, 1);
    all.leave(one);
    expect(all.running).toEqual([one]);
    finish(answer);
    await ended;
    expect(told).toEqual([one]);
    expect(all.open('d1')).toBe(one);
    all.leave(one);
    expect(all.open('d1')).not.toBe(one);
  });
});
