import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Events } from '../../bridge/events';
import { type Fault, toFault } from '../../bridge/fault';
import type {
  mailboxes,
  MailboxesProved,
  MailboxesProving,
  MailboxResult,
  SlowedServer,
} from '../../bridge/mailboxes';

type Calls = Pick<typeof mailboxes, 'proveMany' | 'cancelRun'>;

/**
 * ProvingMany is a run of many proofs as the pages see it. It goes on when the
 * page is left, so the frame keeps it, and its outcome until it is closed.
 */
export class ProvingMany {
  running = $state(false);
  cancelled = $state(false);
  deploymentID = $state('');
  done = $state(0);
  /** How many there are; 0 until it is known. */
  total = $state(0);
  passed = $state(0);
  warned = $state(0);
  failed = $state(0);
  /** Milliseconds since the epoch. */
  startedAt = $state(0);
  /** The servers that limit connections, as they are used now. */
  slowed = $state.raw<readonly SlowedServer[]>([]);
  /** The results that came last. */
  batch = $state.raw<readonly MailboxResult[]>([]);
  outcome = $state.raw<MailboxesProved | undefined>();
  fault = $state.raw<Fault | undefined>();

  /** Every result of the run so far, by mailbox, for a page that is opened on the way. */
  readonly results = new SvelteMap<string, MailboxResult>();

  #chosen: ReadonlySet<string> | undefined;
  #run = '';
  #calls: Calls;
  #events: Pick<Events, 'on'>;

  constructor(calls: Calls, events: Pick<Events, 'on'>) {
    this.#calls = calls;
    this.#events = events;
  }

  /**
   * start proves mailboxes, all of them when none is named. The answer is how it
   * ended, or nothing if it was refused, as it is while another one runs.
   */
  async start(deploymentID: string, ids: readonly string[]): Promise<MailboxesProved | undefined> {
    if (this.running) return undefined;
    this.#begin(deploymentID, ids);
    const stop = this.#events.on('mailboxes.proving', (progress) => {
      if (progress.runId === this.#run) this.#follow(progress);
    });
    try {
      this.outcome = await this.#calls.proveMany({
        runId: this.#run,
        deploymentId: deploymentID,
        ids: [...ids],
        concurrency: 0,
        perServer: 0,
      });
      return this.outcome;
    } catch (thrown) {
      this.fault = toFault(thrown);
      return undefined;
    } finally {
      stop();
      this.running = false;
      this.results.clear();
    }
  }

  async cancel(): Promise<void> {
    if (!this.running) return;
    this.cancelled = true;
    await this.#calls.cancelRun(this.#run).catch(() => undefined);
  }

  /** dismiss forgets how the last run ended. */
  dismiss(): void {
    this.outcome = undefined;
    this.fault = undefined;
  }

  /** waits: this mailbox has its test still to come. */
  waits(deploymentID: string, id: string): boolean {
    if (!this.running || this.cancelled || deploymentID !== this.deploymentID) return false;
    return (this.#chosen?.has(id) ?? true) && !this.results.has(id);
  }

  #begin(deploymentID: string, ids: readonly string[]): void {
    this.running = true;
    this.cancelled = false;
    this.deploymentID = deploymentID;
    this.#chosen = ids.length === 0 ? undefined : new SvelteSet(ids);
    this.done = this.passed = this.warned = this.failed = 0;
    this.total = ids.length;
    this.startedAt = Date.now();
    this.slowed = [];
    this.results.clear();
    this.batch = [];
    this.dismiss();
    this.#run = crypto.randomUUID();
  }

  #follow(progress: MailboxesProving): void {
    this.done = progress.done;
    this.total = progress.total;
    this.passed = progress.passed;
    this.warned = progress.warned;
    this.failed = progress.failed;
    // Go's empty slice may arrive as null.
    const results = (progress.rows as MailboxResult[] | null) ?? [];
    for (const result of results) this.results.set(result.id, result);
    this.batch = results;
    this.slowed = (progress.slowed as SlowedServer[] | null) ?? [];
  }
}
