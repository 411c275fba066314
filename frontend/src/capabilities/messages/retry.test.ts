import { expect, it } from 'vitest';
import type { NotificationMessage } from '../../bridge/messages';
import { Retry } from './retry.svelte';

const message = (outcome: string, retryable: boolean) =>
  ({ id: 'm1', outcome, retryable }) as NotificationMessage;

function retry(answer: NotificationMessage) {
  const asked: string[] = [];
  const told: NotificationMessage[] = [];
  const source = {
    retry: ({ id }: { id: string }) => {
      asked.push(id);
      return Promise.resolve(answer);
    },
    cancelRun: () => Promise.resolve(),
  };
  return { asked, told, retry: new Retry('d1', source, (one) => told.push(one)) };
}

it('never sends again what was acknowledged', async () => {
  const { asked, retry: one } = retry(message('sent', false));
  await one.start(message('sent', false));
  expect(asked).toEqual([]);
});

it('tells what the message has become', async () => {
  const sent = message('sent', false);
  const { told, retry: one } = retry(sent);
  expect(await one.start(message('refused_for_now', true))).toBe(sent);
  expect(told).toEqual([sent]);
});
