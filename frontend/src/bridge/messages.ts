import * as bound from '../../wailsjs/go/app/Messages.js';
import type { app } from '../../wailsjs/go/models';
import { call, unbounded } from './call';

export type NotificationMessage = app.NotificationMessage;
export type MessageOutcome = app.MessageOutcome;
export type MessageQuery = app.MessageQuery;
export type MessageList = app.MessageList;
export type MessageRetry = app.MessageRetry;

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
};

// Go's empty slice may arrive as null.
function orEmpty<T>(list: T[] | null): T[] {
  return list ?? [];
}
