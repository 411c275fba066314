import type { Events } from '../../bridge/events';
import { type Fault, toFault } from '../../bridge/fault';
import type { overview, ProvedAll, ProvingProgress } from '../../bridge/overview';

/**
 * Proving is a run of all proofs of a deployment as the pages see it. It goes on
 * when the page is left, so the frame keeps it.
 */
export class Proving {
  running = $state(false);
  deploymentID = $state('');
  done = $state(0);
  /** How many proofs there are; 0 until the first progress is there. */
  total = $state(0);
  /** How far the mailboxes are, while they are proved: one integration, many proofs. */
  mailboxes = $state.raw<{ done: number; total: number } | undefined>();
  startedAt = $state(0);
  fault = $state.raw<Fault | undefined>();
  #proved = $state.raw<readonly string[]>([]);
  #run = '';
  #calls: Pick<typeof overview, 'proveAll' | 'cancelProving'>;
  #events: Pick<Events, 'on'>;

  constructor(
    calls: Pick<typeof overview, 'proveAll' | 'cancelProving'>,
    events: Pick<Events, 'on'>,
  ) {
    this.#calls = calls;
    this.#events = events;
  }

  /** start proves everything; the answer is how it ended, or nothing if it was refused. */
  async start(deploymentID: string): Promise<ProvedAll | undefined> {
    if (this.running) return undefined;
    this.#begin(deploymentID);
    const stops = [
      this.#events.on('overview.proving', (progress) => {
        this.#follow(progress);
      }),
      this.#events.on('mailboxes.proving', ({ runId, done, total }) => {
        if (runId === `${this.#run}/mailboxes`) this.mailboxes = { done, total };
      }),
    ];
    try {
      return await this.#calls.proveAll({ runId: this.#run, deploymentId: deploymentID });
    } catch (thrown) {
      this.fault = toFault(thrown);
      return undefined;
    } finally {
      for (const stop of stops) stop();
      this.running = false;
    }
  }

  async cancel(): Promise<void> {
    if (this.running) await this.#calls.cancelProving(this.#run);
  }

  /** waits: this kind of a deployment's integrations has its proof still to come. */
  waits(deploymentID: string, kind: string): boolean {
    return this.running && deploymentID === this.deploymentID && !this.#proved.includes(kind);
  }

  #begin(deploymentID: string): void {
    this.running = true;
    this.deploymentID = deploymentID;
    this.done = 0;
    this.total = 0;
    this.mailboxes = undefined;
    this.startedAt = Date.now();
    this.fault = undefined;
    this.#proved = [];
    this.#run = crypto.randomUUID();
  }

  #follow(progress: ProvingProgress): void {
    if (progress.runId !== this.#run) return;
    this.done = progress.done;
    this.total = progress.total;
    if (progress.kind === 'mailboxes') this.mailboxes = undefined;
    if (progress.kind !== '') this.#proved = [...this.#proved, progress.kind];
  }
}
