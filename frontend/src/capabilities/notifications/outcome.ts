import type { Fault } from '../../bridge/fault';
import { allWent } from '../../bridge/messages';
import { notifications } from '../../text';
import { sentence } from '../../text/sentence';

/** Outcome is what is said of a sending that ended while its page was left. */
export interface Outcome {
  tone: 'good' | 'info' | 'danger';
  message: string;
  hint: string;
}

/** Ended is a sending that is over: refused, cancelled, or done. */
interface Ended {
  fault: Fault | undefined;
  value: Parameters<typeof allWent>[0] | undefined;
}

/** outcome says how the sending of an event ended. */
export function outcome({ fault, value }: Ended): Outcome {
  const text = notifications.sending;
  if (fault)
    return { tone: 'danger', message: sentence(fault.message), hint: sentence(fault.hint) };
  if (!value) return { tone: 'info', message: text.cancelled, hint: '' };
  const well = allWent(value);
  return {
    tone: well ? 'good' : 'danger',
    message: text.ended(value.outcomes),
    hint: well ? '' : text.hint,
  };
}
