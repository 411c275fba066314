import type { Events } from '../../bridge/events';
import type {
  NotificationEvent,
  NotificationRehearsal,
  notifications,
  NotificationSent,
} from '../../bridge/notifications';
import type { Person } from '../../bridge/people';
import { Task } from '../../bridge/task.svelte';

type Source = Pick<typeof notifications, 'rehearse' | 'send' | 'cancelRun'>;

/** Chosen is somebody for whom an event is. */
export type Chosen = Pick<Person, 'id' | 'name' | 'address'>;

/** mostChosen bounds what is chosen one by one; more are everyone. */
export const mostChosen = 1000;

/**
 * EventRehearsal is one event of a workflow: who it is for and what it says, what
 * it comes to, and what became of it once it was sent.
 */
export class EventRehearsal {
  actionID = $state('');
  everyone = $state(true);
  chosen = $state.raw<readonly Chosen[]>([]);
  message = $state('');
  readonly deciding: Task<NotificationRehearsal>;
  readonly sending: Task<NotificationSent>;
  /** Of the sending that runs. */
  done = $state(0);
  total = $state(0);
  /** It goes, or went, into the rehearsal inbox. */
  inbox = $state(false);
  readonly deploymentID: string;
  /** A page shows it. */
  shown = false;
  /** onended is called when a sending has come to its end, however. */
  onended: () => void = () => undefined;

  #source: Source;
  #events: Pick<Events, 'on'>;
  #newID: () => string;
  // What was decided about, and under which key what was sent.
  #decided = $state.raw('');
  #sent = '';
  #key = '';

  constructor(
    deploymentID: string,
    source: Source,
    events: Pick<Events, 'on'>,
    newID: () => string = () => crypto.randomUUID(),
  ) {
    this.deploymentID = deploymentID;
    this.#source = source;
    this.#events = events;
    this.#newID = newID;
    this.deciding = new Task(newID);
    this.sending = new Task(newID);
  }

  /** ready: there is an action, and somebody whom it is for. */
  get ready(): boolean {
    return this.actionID !== '' && (this.everyone || this.chosen.length > 0);
  }

  get running(): boolean {
    return this.deciding.running || this.sending.running;
  }

  /** busy: it is being sent. */
  get busy(): boolean {
    return this.sending.running;
  }

  /** stale: what is on the screen is another event than was decided. */
  get stale(): boolean {
    return this.deciding.value !== undefined && this.#decided !== this.#content();
  }

  /** maySend: what is on the screen was decided, and a mail would go. */
  get maySend(): boolean {
    const mails = this.deciding.value?.mails ?? 0;
    return !this.running && !this.stale && mails > 0;
  }

  choose(person: Chosen): void {
    if (this.isChosen(person.id) || this.chosen.length >= mostChosen) return;
    this.chosen = [...this.chosen, person];
  }

  unchoose(id: string): void {
    this.chosen = this.chosen.filter((one) => one.id !== id);
  }

  isChosen(id: string): boolean {
    return this.chosen.some((one) => one.id === id);
  }

  /** rehearse decides the event, and sends nothing. */
  async rehearse(): Promise<void> {
    if (!this.ready || this.running) return;
    this.sending.clear();
    const content = this.#content();
    const decided = await this.deciding.start({
      run: (runId) => this.#source.rehearse(this.#event(runId, true)),
      cancel: (runId) => this.#source.cancelRun(runId),
    });
    if (decided) this.#decided = content;
  }

  /**
   * send sends what was decided. After an attempt without an answer the same
   * event keeps its key: pressing again does not send twice.
   */
  async send(inbox: boolean): Promise<void> {
    if (!this.maySend) return;
    const content = `${String(inbox)} ${this.#content()}`;
    if (this.sending.state !== 'refused' || content !== this.#sent) this.#key = this.#newID();
    this.#sent = content;
    this.inbox = inbox;
    this.done = 0;
    this.total = this.deciding.value?.mails ?? 0;
    const stop = this.#events.on('notify.sent', ({ runId, done, total }) => {
      if (!this.sending.is(runId)) return;
      this.done = done;
      this.total = total;
    });
    try {
      await this.sending.start({
        run: (runId) => this.#source.send(this.#event(runId, inbox)),
        cancel: (runId) => this.#source.cancelRun(runId),
      });
    } finally {
      stop();
      this.onended();
    }
  }

  /** forget: what was decided may not hold any more. */
  forget(): void {
    if (!this.running) this.#decided = '';
  }

  /**
   * changed: something of the notifications is stored anew. That the event itself was
   * sent may be heard before its answer comes, or after it, and changes no decision.
   */
  changed(subject: string): void {
    if (subject !== this.sending.value?.eventId) this.forget();
  }

  /**
   * leave: the page is left. Mail that is being sent goes on. What changes from
   * here on is not followed, so that what was decided does not count any more.
   */
  async leave(): Promise<void> {
    this.#decided = '';
    await this.deciding.cancel();
  }

  #content(): string {
    const ids = this.everyone ? [] : this.chosen.map((one) => one.id);
    return JSON.stringify([this.actionID, this.everyone, ids, this.message]);
  }

  #event(runId: string, rehearsal: boolean): NotificationEvent {
    return {
      runId,
      deploymentId: this.deploymentID,
      actionId: this.actionID,
      people: this.everyone ? [] : this.chosen.map((one) => one.id),
      everyone: this.everyone,
      message: this.message,
      key: this.#key,
      rehearsal,
    };
  }
}
