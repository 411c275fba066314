import type { Events } from '../../bridge/events';
import type { notifications } from '../../bridge/notifications';
import { EventRehearsal } from './rehearsal.svelte';

type Source = Pick<typeof notifications, 'rehearse' | 'send' | 'cancelRun'>;

/**
 * Sendings keeps the events whose mail is being sent while their page is left:
 * whoever comes back finds them, and what became of them.
 */
export class Sendings {
  #kept = $state.raw<readonly EventRehearsal[]>([]);
  #source: Source;
  #events: Pick<Events, 'on'>;
  #ontold: (event: EventRehearsal) => void;

  /** ontold takes an event whose sending has ended and that no page shows. */
  constructor(source: Source, events: Pick<Events, 'on'>, ontold: (event: EventRehearsal) => void) {
    this.#source = source;
    this.#events = events;
    this.#ontold = ontold;
  }

  /** running are those that are being sent now, of every deployment. */
  get running(): readonly EventRehearsal[] {
    return this.#kept.filter((event) => event.sending.running);
  }

  /** open is the event of a deployment's page: that which was left there, or a new one. */
  open(deploymentID: string): EventRehearsal {
    const left = this.#kept.find((event) => event.deploymentID === deploymentID);
    const event = left ?? new EventRehearsal(deploymentID, this.#source, this.#events);
    event.shown = true;
    event.onended = () => {
      if (!event.shown) this.#ontold(event);
    };
    if (!left) this.#kept = [...this.#kept, event];
    return event;
  }

  /** leave: the page of an event is left. One that is not being sent is forgotten. */
  leave(event: EventRehearsal): void {
    event.shown = false;
    void event.leave();
    if (!event.sending.running) this.#kept = this.#kept.filter((one) => one !== event);
  }
}
