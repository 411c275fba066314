import type { Events } from '../../bridge/events';
import { Kept } from '../../bridge/kept.svelte';
import type { notifications } from '../../bridge/notifications';
import { EventRehearsal } from './rehearsal.svelte';

type Source = Pick<typeof notifications, 'rehearse' | 'send' | 'cancelRun'>;

/** Sendings keeps the events whose mail is being sent while their page is left. */
export class Sendings extends Kept<EventRehearsal> {
  constructor(source: Source, events: Pick<Events, 'on'>, ontold: (event: EventRehearsal) => void) {
    super((deploymentID) => new EventRehearsal(deploymentID, source, events), ontold);
  }

  override leave(event: EventRehearsal): void {
    void event.leave();
    super.leave(event);
  }
}
