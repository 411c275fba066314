import { createContext } from 'svelte';
import { events } from '../bridge/events';
import { notifications } from '../bridge/notifications';
import { outcome } from '../capabilities/notifications/outcome';
import { Sendings } from '../capabilities/notifications/sendings.svelte';
import type { Toasts } from '../ui/toasts.svelte';

const [use, provide] = createContext<Sendings>();

export const useSendings = use;

/** keepSendings keeps what is being sent, and says how it ended where one is then. */
export function keepSendings(toasts: Pick<Toasts, 'show'>): Sendings {
  return provide(
    new Sendings(notifications, events, (ended) => {
      const { tone, message, hint } = outcome(ended.sending);
      toasts.show(tone, message, hint);
    }),
  );
}
