import { beforeEach, describe, expect, it } from 'vitest';
import { Events } from '../../bridge/events';
import { Fault } from '../../bridge/fault';
import type {
  NotificationEvent,
  NotificationRehearsal,
  NotificationSent,
} from '../../bridge/notifications';
import { EventRehearsal } from './rehearsal.svelte';

const decided: NotificationRehearsal = {
  decisions: [],
  total: 2,
  messages: 2,
  mails: 1,
  stops: [],
};
const sent: NotificationSent = {
  eventId: 'e1',
  messages: [],
  total: 2,
  outcomes: [],
  repeated: false,
};

let events: Events;
let sends: NotificationEvent[];
let cancelled: string[];
let answer: () => Promise<NotificationSent>;
let rehearsal: EventRehearsal;

beforeEach(() => {
  let next = 0;
  events = new Events();
  sends = [];
  cancelled = [];
  answer = () => Promise.resolve(sent);
  const source = {
    rehearse: () => Promise.resolve(decided),
    send: (event: NotificationEvent) => {
      sends.push(event);
      return answer();
    },
    cancelRun: (run: string) => {
      cancelled.push(run);
      return Promise.resolve();
    },
  };
  rehearsal = new EventRehearsal('d1', source, events, () => `id${String(++next)}`);
  rehearsal.actionID = 'a1';
});

describe('EventRehearsal', () => {
  it('sends nothing that was not decided as it is', async () => {
    await rehearsal.send(true);
    expect(sends).toEqual([]);
    await rehearsal.rehearse();
    rehearsal.message = 'another';
    expect(rehearsal.stale).toBe(true);
    await rehearsal.send(true);
    expect(sends).toEqual([]);
  });

  it('does not send what another setting may have changed', async () => {
    await rehearsal.rehearse();
    rehearsal.forget();
    expect(rehearsal.maySend).toBe(false);
  });

  it('still counts as decided when it is heard late that it was sent', async () => {
    await rehearsal.rehearse();
    await rehearsal.send(true);
    rehearsal.changed(rehearsal.sending.value?.eventId ?? '');
    expect(rehearsal.maySend).toBe(true);
    rehearsal.changed('another');
    expect(rehearsal.maySend).toBe(false);
  });

  it('needs somebody', () => {
    rehearsal.everyone = false;
    expect(rehearsal.ready).toBe(false);
    rehearsal.choose({ id: 'p1', name: 'Ann', address: '' });
    rehearsal.choose({ id: 'p1', name: 'Ann', address: '' });
    expect(rehearsal.chosen).toHaveLength(1);
    expect(rehearsal.ready).toBe(true);
  });

  it('keeps the key of an attempt without an answer, and takes another for another event', async () => {
    answer = () =>
      Promise.reject(new Fault({ code: 'page.timeout', kind: 'timeout', message: 'no answer' }));
    await rehearsal.rehearse();
    await rehearsal.send(false);
    answer = () => Promise.resolve(sent);
    await rehearsal.send(false);
    await rehearsal.send(false);
    const [first, again, another] = sends.map((event) => event.key);
    expect(again).toBe(first);
    expect(another).not.toBe(first);
    expect(sends.every((event) => !event.rehearsal)).toBe(true);
  });

  it('follows how far its own run is', async () => {
    let finish: (value: NotificationSent) => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    await rehearsal.rehearse();
    const sending = rehearsal.send(true);
    const event = { deploymentId: 'd1', id: 'm1', outcome: 'sent' };
    events.publish('notify.sent', { ...event, runId: 'other', done: 9, total: 9 });
    expect(rehearsal.done).toBe(0);
    events.publish('notify.sent', { ...event, runId: sends[0]?.runId ?? '', done: 1, total: 2 });
    expect([rehearsal.done, rehearsal.total]).toEqual([1, 2]);
    finish(sent);
    await sending;
    expect(rehearsal.sending.value).toBe(sent);
  });

  it('goes on sending when the page is left, and ends it when asked to', async () => {
    answer = () => new Promise(() => undefined);
    await rehearsal.rehearse();
    void rehearsal.send(true);
    await rehearsal.leave();
    expect(cancelled).toEqual([]);
    expect(rehearsal.sending.running).toBe(true);
    await rehearsal.sending.cancel();
    expect(cancelled).toEqual([sends[0]?.runId]);
  });
});
