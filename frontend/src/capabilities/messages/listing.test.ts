import { describe, expect, it } from 'vitest';
import type { MessageList, MessageQuery, NotificationMessage } from '../../bridge/messages';
import { everything, Listing, narrows } from './listing.svelte';

const message = (id: string): NotificationMessage => ({
  id,
  eventId: 'e1',
  at: '',
  actionId: 'a1',
  action: 'Approve',
  personId: 'p1',
  person: 'Ann',
  text: '',
  address: '',
  outcome: 'sent',
  reason: '',
  detail: '',
  attempts: 1,
  lastAt: '',
  messageId: '',
  rehearsal: false,
  running: false,
  retryable: false,
});

const answer = (ids: string[], matching: number): MessageList => ({
  messages: ids.map(message),
  matching,
  total: matching,
  outcomes: [{ outcome: 'sent', count: matching }],
});

function listing(answers: MessageList[]) {
  const asked: MessageQuery[] = [];
  const list = new Listing('d1', {
    list: (query) => {
      asked.push(query);
      return Promise.resolve(answers.shift() ?? answer([], 0));
    },
  });
  return { list, asked };
}

describe('Listing', () => {
  it('goes on where it ended, and shows none twice', async () => {
    const { list, asked } = listing([answer(['m3', 'm2'], 3), answer(['m2', 'm1'], 4)]);
    await list.search(everything);
    expect(list.more).toBe(true);
    await list.goOn();
    expect(asked.map((query) => query.offset)).toEqual([0, 2]);
    expect(list.messages.map((one) => one.id)).toEqual(['m3', 'm2', 'm1']);
  });

  it('asks no more once all is there', async () => {
    const { list, asked } = listing([answer(['m1'], 1)]);
    await list.search(everything);
    await list.goOn();
    expect(asked).toHaveLength(1);
  });

  it('asks for what it is narrowed by, also when it reads again', async () => {
    const { list, asked } = listing([answer(['m1'], 1), answer(['m1'], 1)]);
    await list.search({ ...everything, outcome: 'refused', eventId: 'e1' });
    await list.refresh();
    expect(asked[1]).toMatchObject({ outcome: 'refused', eventId: 'e1', offset: 0 });
  });

  it('names every message that matches, also those not read yet', async () => {
    const { list, asked } = listing([
      answer(['m4'], 4),
      answer(['m4', 'm3'], 4),
      answer(['m3', 'm2'], 4),
    ]);
    await list.search({ ...everything, eventId: 'e1' });
    expect(await list.ids()).toEqual(['m4', 'm3', 'm2']);
    expect(asked.slice(1).map(({ eventId, offset }) => [eventId, offset])).toEqual([
      ['e1', 0],
      ['e1', 2],
    ]);
  });

  it('is of one event once all that matches is there and is of it', async () => {
    const { list } = listing([answer(['m2'], 2), answer(['m1'], 2)]);
    await list.search(everything);
    expect(list.event).toBeUndefined();
    await list.goOn();
    expect(list.event).toBe('e1');
  });

  it('takes what a message has become', async () => {
    const { list } = listing([answer(['m2', 'm1'], 2)]);
    await list.search(everything);
    list.take({ ...message('m1'), outcome: 'refused' });
    expect(list.messages.map((one) => one.outcome)).toEqual(['sent', 'refused']);
  });
});

it('narrows by any of the criteria', () => {
  expect(narrows(everything)).toBe(false);
  expect(narrows({ ...everything, search: ' ' })).toBe(false);
  expect(narrows({ ...everything, eventId: 'e1' })).toBe(true);
});
