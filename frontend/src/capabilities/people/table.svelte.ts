import type { Events } from '../../bridge/events';
import { type Fault, toFault } from '../../bridge/fault';
import type { people, PeopleList, Person } from '../../bridge/people';
import { all, nothing, type Selection } from '../../ui/selection';

/** Rows that are read at once. */
export const pageSize = 1000;

/** Slot is a row of the table, whose person may not be there yet. */
export interface Slot {
  readonly at: number;
  readonly person: Person | undefined;
}

/** Figures are those of the list as a whole. */
export type Figures = Pick<PeopleList, 'matching' | 'total' | 'unusable' | 'identifier'>;

// What is typed is asked for when the hand rests.
const pause = 150;

/**
 * PeopleTable is the table of a deployment's people on the screen. Go searches
 * and sorts; of a hundred thousand rows those are read that come into sight.
 */
export class PeopleTable {
  loaded = $state(false);
  fault = $state.raw<Fault | undefined>();
  words = $state('');
  unusable = $state(false);
  slots = $state.raw<readonly Slot[]>([]);
  figures = $state.raw<Figures>({ matching: 0, total: 0, unusable: 0, identifier: '' });
  selection = $state.raw<Selection>(nothing);
  /** Every row is being read, to be chosen. */
  collecting = $state(false);
  /** Counts the answers to another question: each begins at its first row. */
  question = $state(0);

  readonly #deploymentID: string;
  readonly #source: Pick<typeof people, 'list'>;
  #asked = 0;
  // By the number of the page; those that nobody asked for are holes.
  #pages: (Promise<boolean> | undefined)[] = [];
  #sight = { from: 0, to: 1 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deploymentID: string, source: Pick<typeof people, 'list'>) {
    this.#deploymentID = deploymentID;
    this.#source = source;
  }

  /** start reads the list and follows what changes; the answer ends it. */
  start(events: Pick<Events, 'onAny'>): () => void {
    void this.ask();
    const stop = events.onAny(['notify.changed', 'page.reconnected'], () => void this.reload());
    return () => {
      clearTimeout(this.#timer);
      stop();
    };
  }

  /** search asks for other words, a moment after the last one was typed. */
  search(words: string): void {
    this.words = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), pause);
  }

  /** filter shows only those without a usable address, or all. */
  filter(unusable: boolean): void {
    this.unusable = unusable;
    void this.ask();
  }

  /** clear shows everybody again. */
  clear(): void {
    this.words = '';
    this.filter(false);
  }

  /** ask puts another question; what is chosen is chosen no longer. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    if (await this.#anew({ from: 0, to: 1 })) {
      this.selection = nothing;
      this.question++;
    }
  }

  /** reload asks the same again; the rows in sight stay until the answer is there. */
  async reload(): Promise<void> {
    await this.#anew(this.#sight);
  }

  /** sight reads the rows from one up to another, as far as they are not there yet. */
  async sight(from: number, to: number): Promise<void> {
    this.#sight = { from, to };
    await this.#need(from, to);
  }

  /** ids are those of the rows from one up to another; undefined when they cannot be read. */
  async ids(from: number, to: number): Promise<string[] | undefined> {
    if (!(await this.#need(from, to))) return undefined;
    return this.slots.slice(from, to).flatMap(({ person }) => (person ? [person.id] : []));
  }

  /** selectAll chooses every row that matches, whether it was in sight or not. */
  async selectAll(): Promise<void> {
    if (this.collecting) return;
    this.collecting = true;
    const ids = await this.ids(0, this.slots.length);
    if (ids) this.selection = all(this.selection, ids);
    this.collecting = false;
  }

  /** selectTo chooses from the row that was chosen last to another. */
  async selectTo(at: number): Promise<void> {
    const anchor = this.slots.findIndex((slot) => slot.person?.id === this.selection.anchor);
    const start = anchor < 0 ? at : anchor;
    const ids = await this.ids(Math.min(start, at), Math.max(start, at) + 1);
    const id = this.slots[start]?.person?.id;
    if (ids && id !== undefined) this.selection = { ...all(nothing, ids), anchor: id };
  }

  // The first answer tells how many rows there are.
  async #anew({ from, to }: { from: number; to: number }): Promise<boolean> {
    const asked = ++this.#asked;
    const first = Math.floor(from / pageSize);
    this.#pages = [];
    const reading = this.#read(first, asked, true);
    this.#pages[first] = reading;
    if (!(await reading)) return false;
    await this.#need(from, Math.min(to, this.slots.length));
    return asked === this.#asked;
  }

  async #need(from: number, to: number): Promise<boolean> {
    const asked = this.#asked;
    for (let page = Math.floor(from / pageSize); page * pageSize < to; page++) {
      const reading = this.#pages[page] ?? this.#read(page, asked, false);
      this.#pages[page] = reading;
      if (!(await reading)) return false;
    }
    return true;
  }

  // False when it was refused, or when something else was asked meanwhile.
  async #read(page: number, asked: number, anew: boolean): Promise<boolean> {
    try {
      const list = await this.#source.list({
        deploymentId: this.#deploymentID,
        search: this.words,
        unusable: this.unusable,
        offset: page * pageSize,
        limit: pageSize,
      });
      if (asked !== this.#asked) return false;
      this.#take(list, page * pageSize, anew);
      return true;
    } catch (thrown) {
      if (asked !== this.#asked) return false;
      this.#pages[page] = undefined; // it may be asked for again
      this.fault = toFault(thrown);
      return false;
    }
  }

  #take(list: PeopleList, offset: number, anew: boolean): void {
    const { people: rows, ...figures } = list;
    const slots: Slot[] =
      anew || this.slots.length !== list.matching
        ? Array.from({ length: list.matching }, (_, at) => ({ at, person: undefined }))
        : [...this.slots];
    rows.forEach((person, index) => {
      const at = offset + index;
      if (at < slots.length) slots[at] = { at, person };
    });
    this.slots = slots;
    this.figures = figures;
    this.fault = undefined;
    this.loaded = true;
  }
}
