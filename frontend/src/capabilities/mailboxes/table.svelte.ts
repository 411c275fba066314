import type { Events } from '../../bridge/events';
import { type Fault, toFault } from '../../bridge/fault';
import type { Light } from '../../bridge/light';
import type { mailboxes, MailboxResult } from '../../bridge/mailboxes';
import { kept, nothing, type Selection } from '../../ui/selection';
import {
  type Column,
  counts,
  type Line,
  lineOf,
  lit,
  matching,
  type Order,
  proved,
  sorted,
} from './listing';

// Whatever may change the list.
const changes = [
  'mailbox.saved',
  'mailbox.removed',
  'mailbox.proved',
  'mailbox.alias.saved',
  'mailbox.alias.removed',
  'mailboxes.imported',
  'mailboxes.proved',
  'page.reconnected',
] as const;

/** MailboxTable is the table of a deployment's mailboxes on the screen. */
export class MailboxTable {
  loaded = $state(false);
  fault = $state.raw<Fault | undefined>();
  words = $state('');
  lights = $state.raw<readonly Light[]>([]);
  selection = $state.raw<Selection>(nothing);
  order = $state.raw<Order>({ by: 'mailbox', down: false });

  /** Every mailbox, in the order that was asked for. */
  lines = $state.raw<readonly Line[]>([]);
  readonly #found = $derived(matching(this.lines, this.words));
  /** What is shown. */
  readonly shown = $derived(lit(this.#found, this.lights));
  /** How many of those that were searched for have each light. */
  readonly counts = $derived(counts(this.#found));
  readonly shownIDs = $derived(this.shown.map((line) => line.row.id));

  #deploymentID: string;
  #source: Pick<typeof mailboxes, 'list'>;
  #under: () => Iterable<MailboxResult>;
  #reading = false;
  #again = false;

  /** under are the results of a test that is still running: the list may not hold them yet. */
  constructor(
    deploymentID: string,
    source: Pick<typeof mailboxes, 'list'>,
    under: () => Iterable<MailboxResult> = () => [],
  ) {
    this.#deploymentID = deploymentID;
    this.#source = source;
    this.#under = under;
  }

  /** start reads the list and follows what changes; the answer ends it. */
  start(events: Pick<Events, 'onAny'>): () => void {
    const load = () => void this.load();
    load();
    return events.onAny(changes, load);
  }

  /**
   * load reads the list again; what is shown stays until the answer is there. What
   * changes meanwhile is read afterwards, all at once.
   */
  async load(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      await this.#read();
    }
    this.#reading = false;
  }

  /** sort orders by a column; the same one again turns the order round. */
  sort(by: Column): void {
    const down = this.order.by === by ? !this.order.down : false;
    this.order = { by, down };
    this.lines = sorted(this.lines, this.order);
  }

  /** toggle shows the mailboxes with a light, or no longer. */
  toggle(light: Light): void {
    const others = this.lights.filter((one) => one !== light);
    this.lights = others.length < this.lights.length ? others : [...this.lights, light];
  }

  /** clear shows everything again. */
  clear(): void {
    this.words = '';
    this.lights = [];
  }

  /** take puts results of a test into their rows. */
  take(results: readonly MailboxResult[]): void {
    this.lines = proved(this.lines, results);
  }

  async #read(): Promise<void> {
    try {
      const rows = await this.#source.list(this.#deploymentID);
      const lines = proved(rows.map(lineOf), this.#under());
      this.lines = sorted(lines, this.order);
      this.selection = kept(
        this.selection,
        rows.map((row) => row.id),
      );
      this.fault = undefined;
      this.loaded = true;
    } catch (thrown) {
      this.fault = toFault(thrown);
    }
  }
}
