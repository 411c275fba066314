import { createContext } from 'svelte';
import { events } from '../bridge/events';
import { messages } from '../bridge/messages';
import { notifications } from '../bridge/notifications';
import { Resendings } from '../capabilities/messages/resending.svelte';
import { outcome } from '../capabilities/notifications/outcome';
import type { Toasts } from '../ui/toasts.svelte';

const [use, provide] = createContext<Resendings>();

export const useResendings = use;

/** keepResendings keeps what is being sent again, and says how it ended where one is then. */
export function keepResendings(toasts: Pick<Toasts, 'show'>): Resendings {
  const source = { retryEvent: messages.retryEvent, cancelRun: notifications.cancelRun };
  return provide(
    new Resendings(source, events, (ended) => {
      const { tone, message, hint } = outcome(ended.task);
      toasts.show(tone, message, hint);
    }),
  );
}
