import type { NotificationSent } from '../../bridge/notifications';
import { notifications } from '../../text';
import { sentence } from '../../text/sentence';
import type { EventRehearsal } from './rehearsal.svelte';

/** Outcome is what is said of a sending that ended while its page was left. */
export interface Outcome {
  tone: 'good' | 'info' | 'danger';
  message: string;
  hint: string;
}

/** wentWell: every mail went that was to go. */
export function wentWell(sent: NotificationSent): boolean {
  return sent.outcomes.every(({ outcome }) => outcome === 'sent' || outcome === 'not_sent');
}

/** outcome says how the sending of an event ended. */
export function outcome({ sending }: Pick<EventRehearsal, 'sending'>): Outcome {
  const text = notifications.sending;
  const { fault, value } = sending;
  if (fault)
    return { tone: 'danger', message: sentence(fault.message), hint: sentence(fault.hint) };
  if (!value) return { tone: 'info', message: text.cancelled, hint: '' };
  const well = wentWell(value);
  return {
    tone: well ? 'good' : 'danger',
    message: text.ended(value.outcomes),
    hint: well ? '' : text.hint,
  };
}
