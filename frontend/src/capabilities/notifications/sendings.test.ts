import { beforeEach, describe, expect, it } from 'vitest';
import { Events } from '../../bridge/events';
import type { NotificationRehearsal, NotificationSent } from '../../bridge/notifications';
import { outcome } from './outcome';
import type { EventRehearsal } from './rehearsal.svelte';
import { Sendings } from './sendings.svelte';

const decided: NotificationRehearsal = {
  decisions: [],
  total: 2,
  messages: 2,
  mails: 2,
  stops: [],
};

let finish: (sent: NotificationSent) => void;
let told: EventRehearsal[];
let sendings: Sendings;

beforeEach(() => {
  told = [];
  const source = {
    rehearse: () => Promise.resolve(decided),
    send: () => new Promise<NotificationSent>((resolve) => (finish = resolve)),
    cancelRun: () => Promise.resolve(),
  };
  sendings = new Sendings(source, new Events(), (event) => told.push(event));
});

async function sendingOf(deploymentID: string) {
  const event = sendings.open(deploymentID);
  event.actionID = 'a1';
  await event.rehearse();
  return { event, ended: event.send(true) };
}

const sent = (word: string): NotificationSent => ({
  eventId: 'e1',
  messages: [],
  total: 2,
  outcomes: [{ outcome: word, count: 2 }],
  repeated: false,
});

describe('Sendings', () => {
  it('keeps what is being sent for whoever comes back, and what became of it', async () => {
    const { event, ended } = await sendingOf('d1');
    sendings.leave(event);
    expect(sendings.running).toEqual([event]);
    finish(sent('refused'));
    await ended;
    expect(sendings.running).toEqual([]);
    expect(told).toEqual([event]);
    expect(outcome(event.sending).tone).toBe('danger');
    expect(sendings.open('d1')).toBe(event);
    // The settings may have changed meanwhile.
    expect(event.maySend).toBe(false);
  });

  it('says nothing of what the page shows by itself', async () => {
    const { event, ended } = await sendingOf('d1');
    sendings.leave(event);
    sendings.open('d1');
    finish(sent('sent'));
    await ended;
    expect(told).toEqual([]);
  });

  it('forgets an event that is not being sent', () => {
    const event = sendings.open('d1');
    sendings.leave(event);
    expect(sendings.open('d1')).not.toBe(event);
  });

  it('tells the deployments apart', async () => {
    const { event } = await sendingOf('d1');
    sendings.leave(event);
    expect(sendings.open('d2')).not.toBe(event);
    expect(sendings.running).toEqual([event]);
  });
});
