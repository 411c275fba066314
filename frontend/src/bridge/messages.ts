import * as bound from '../../wailsjs/go/app/Messages.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type NotificationMessage = app.NotificationMessage;
export type MessageOutcome = app.MessageOutcome;
export type MessageQuery = app.MessageQuery;
export type MessageList = app.MessageList;
export type MessageRetry = app.MessageRetry;
export type EventRetry = app.EventRetry;
export type EventRetryCheck = app.EventRetryCheck;
export type EventRetried = app.EventRetried;
export type MessagesLeft = app.MessagesLeft;

export const messages = {
  list: (query: MessageQuery): Promise<MessageList> =>
    call(async () => {
      const list = await bound.List(query);
      return { ...list, messages: orEmpty(list.messages), outcomes: orEmpty(list.outcomes) };
    }),
  get: (deployment: string, id: string): Promise<NotificationMessage> =>
    call(() => bound.Get(deployment, id)),
  /** retry sends a mail again; notifications.cancelRun ends it. */
  retry: (request: MessageRetry): Promise<NotificationMessage> =>
    call(() => bound.Retry(request), unbounded),
  /** checkRetry says what retryEvent would come to. */
  checkRetry: (request: EventRetry): Promise<EventRetryCheck> =>
    call(async () => {
      const check = await bound.CheckRetry(request);
      return { ...check, people: orEmpty(check.people), left: orEmpty(check.left) };
    }),
  /** retryEvent sends an event's mails again; notifications.cancelRun ends it. */
  retryEvent: (request: EventRetry): Promise<EventRetried> =>
    call(async () => {
      const done = await bound.RetryEvent(request);
      return {
        ...done,
        messages: orEmpty(done.messages),
        outcomes: orEmpty(done.outcomes),
        left: orEmpty(done.left),
      };
    }, unbounded),
};

/**
 * allWent: every mail went that was to go. One that was tried, or has words of the
 * server's, was to go; one that a decision stops was not.
 */
export function allWent(sent: {
  outcomes: readonly MessageOutcome[];
  messages: readonly NotificationMessage[];
}): boolean {
  const tried = (one: NotificationMessage) => one.attempts > 0 || one.remote !== undefined;
  return (
    sent.outcomes.every(({ outcome }) => outcome === 'sent' || outcome === 'not_sent') &&
    !sent.messages.some((one) => one.outcome === 'not_sent' && tried(one))
  );
}

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}
