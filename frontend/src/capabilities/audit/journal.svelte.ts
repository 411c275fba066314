import type { audit, AuditEntry } from '../../bridge/audit';
import { type Fault, toFault } from '../../bridge/fault';
import { type Criteria, everything, narrows, toFilter } from './criteria';

/** Entries that one question asks for. */
const pageSize = 200;
/** The same, when nobody waits for the first line. */
const wideSize = 1000;

type Source = Pick<typeof audit, 'find'>;

/**
 * Journal is the part of the audit journal that was read so far, newest first. It
 * goes on with older entries when it is asked for more.
 */
export class Journal {
  entries = $state.raw<readonly AuditEntry[]>([]);
  operators = $state.raw<readonly string[]>([]);
  actions = $state.raw<readonly string[]>([]);
  /** Of the whole journal, whatever the filter. */
  total = $state(0);
  more = $state(false);
  loaded = $state(false);
  reading = $state(false);
  fault = $state.raw<Fault | undefined>();

  #criteria: Criteria = everything;
  #before = 0;
  #asked = 0;
  #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  get filtered(): boolean {
    return narrows(this.#criteria);
  }

  /** search begins anew; what is shown stays until the answer is there. */
  async search(criteria: Criteria): Promise<void> {
    this.#criteria = { ...criteria };
    this.#before = 0;
    await this.#read([]);
  }

  /** goOn reads older entries, unless it is doing so. */
  async goOn(): Promise<void> {
    if (this.reading || !this.more) return;
    await this.#read(this.entries);
  }

  /** refresh takes in what was written since, and keeps the older entries. */
  async refresh(): Promise<void> {
    const newest = this.entries[0]?.sequence ?? 0;
    if (this.reading || newest === 0) return this.search(this.#criteria);
    const asked = ++this.#asked;
    try {
      const page = await this.#source.find(toFilter(this.#criteria, 0, pageSize));
      if (asked !== this.#asked) return;
      const fresh = page.entries.filter((entry) => entry.sequence > newest);
      // More was written than one page holds: between the two there is a gap.
      if (page.more && fresh.length === page.entries.length) return this.search(this.#criteria);
      this.entries = [...fresh, ...this.entries];
      this.#learn(page);
    } catch (thrown) {
      if (asked === this.#asked) this.fault = toFault(thrown);
    }
  }

  /** all reads everything that the filter lets through, telling how far it is. */
  async all(told: (count: number) => void): Promise<AuditEntry[]> {
    const criteria = { ...this.#criteria };
    const found: AuditEntry[] = [];
    for (let before = 0, more = true; more;) {
      const page = await this.#source.find(toFilter(criteria, before, wideSize));
      found.push(...page.entries);
      told(found.length);
      before = page.entries.at(-1)?.sequence ?? 0;
      more = page.more && before > 0;
    }
    return found;
  }

  async #read(known: readonly AuditEntry[]): Promise<void> {
    const asked = ++this.#asked;
    this.reading = true;
    try {
      const page = await this.#source.find(toFilter(this.#criteria, this.#before, pageSize));
      if (asked !== this.#asked) return;
      this.#before = page.entries.at(-1)?.sequence ?? 0;
      this.more = page.more && this.#before > 0;
      this.#learn(page);
      this.entries = [...known, ...page.entries];
      this.loaded = true;
    } catch (thrown) {
      if (asked === this.#asked) this.fault = toFault(thrown);
    } finally {
      if (asked === this.#asked) this.reading = false;
    }
  }

  #learn(page: { total: number; operators: string[]; actions: string[] }): void {
    this.total = page.total;
    this.operators = page.operators;
    this.actions = page.actions;
    this.fault = undefined;
  }
}
