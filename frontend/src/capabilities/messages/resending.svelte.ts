import type { Events } from '../../bridge/events';
import { Kept } from '../../bridge/kept.svelte';
import type { EventRetried, EventRetry, messages } from '../../bridge/messages';
import type { notifications } from '../../bridge/notifications';
import { Task } from '../../bridge/task.svelte';

interface Source {
  retryEvent: (typeof messages)['retryEvent'];
  cancelRun: (typeof notifications)['cancelRun'];
}

/** Wanted is what of an event is sent again. */
export type Wanted = Pick<EventRetry, 'eventId' | 'ids' | 'mayArriveTwice'>;

/** Resending sends messages of an event again, because somebody asks for it. */
export class Resending {
  readonly task: Task<EventRetried>;
  /** Of the mails that are sent. */
  done = $state(0);
  total = $state(0);
  readonly deploymentID: string;
  shown = false;
  onended: () => void = () => undefined;

  #source: Source;
  #events: Pick<Events, 'on'>;

  constructor(
    deploymentID: string,
    source: Source,
    events: Pick<Events, 'on'>,
    newID: () => string = () => crypto.randomUUID(),
  ) {
    this.deploymentID = deploymentID;
    this.#source = source;
    this.#events = events;
    this.task = new Task(newID);
  }

  get busy(): boolean {
    return this.task.running;
  }

  /** start sends as many messages again as were counted before. */
  async start(wanted: Wanted, count: number): Promise<void> {
    if (this.busy) return;
    this.done = 0;
    this.total = count;
    const stop = this.#events.on('notify.sent', ({ runId, done, total }) => {
      if (!this.task.is(runId)) return;
      this.done = done;
      this.total = total;
    });
    try {
      await this.task.start({
        run: (runId) =>
          this.#source.retryEvent({ ...wanted, runId, deploymentId: this.deploymentID }),
        cancel: (runId) => this.#source.cancelRun(runId),
      });
    } finally {
      stop();
      this.onended();
    }
  }
}

/** Resendings keeps what is being sent again while the page is left. */
export class Resendings extends Kept<Resending> {
  constructor(source: Source, events: Pick<Events, 'on'>, ontold: (one: Resending) => void) {
    super((deploymentID) => new Resending(deploymentID, source, events), ontold);
  }
}
