import { type Fault, toFault } from '../../bridge/fault';
import type {
  MessageOutcome,
  MessageQuery,
  messages,
  NotificationMessage,
} from '../../bridge/messages';

/** Messages that one question asks for. */
const pageSize = 200;

/** Criteria is what the messages shown are narrowed by; "" is no matter what. */
export type Criteria = Pick<MessageQuery, 'outcome' | 'actionId' | 'eventId' | 'search'>;

/** everything narrows nothing. */
export const everything: Criteria = { outcome: '', actionId: '', eventId: '', search: '' };

/** narrows: the criteria leave something out. */
export function narrows(criteria: Criteria): boolean {
  return Object.values(criteria).some((value) => value.trim() !== '');
}

/**
 * Listing is the part of a deployment's messages that was read so far, the newest
 * first. It goes on with older ones when it is asked for more.
 */
export class Listing {
  messages = $state.raw<readonly NotificationMessage[]>([]);
  outcomes = $state.raw<readonly MessageOutcome[]>([]);
  matching = $state(0);
  total = $state(0);
  loaded = $state(false);
  reading = $state(false);
  fault = $state.raw<Fault | undefined>();

  #deploymentID: string;
  #source: Pick<typeof messages, 'list'>;
  #criteria: Criteria = everything;
  #asked = 0;

  constructor(deploymentID: string, source: Pick<typeof messages, 'list'>) {
    this.#deploymentID = deploymentID;
    this.#source = source;
  }

  get more(): boolean {
    return this.messages.length < this.matching;
  }

  /** search begins anew; what is shown stays until the answer is there. */
  async search(criteria: Criteria): Promise<void> {
    this.#criteria = { ...criteria };
    await this.#read(0, pageSize);
  }

  /** goOn reads older messages, unless it is doing so. */
  async goOn(): Promise<void> {
    if (this.reading || !this.more) return;
    await this.#read(this.messages.length, pageSize);
  }

  /** refresh reads what is shown again, at most what one answer holds. */
  async refresh(): Promise<void> {
    await this.#read(0, Math.min(1000, Math.max(pageSize, this.messages.length)));
  }

  /** event is that of all messages that match, if they are of one and read so far. */
  get event(): string | undefined {
    const first = this.messages[0]?.eventId;
    const one = !this.more && this.messages.every(({ eventId }) => eventId === first);
    return one ? first : undefined;
  }

  /** ids are those of all messages that match, also of those that were not read yet. */
  async ids(): Promise<string[]> {
    const ids: string[] = [];
    for (let matching = 1; ids.length < matching;) {
      const query = { deploymentId: this.#deploymentID, ...this.#criteria };
      const page = await this.#source.list({ ...query, offset: ids.length, limit: 1000 });
      if (page.messages.length === 0) break;
      ids.push(...page.messages.map((one) => one.id));
      matching = page.matching;
    }
    return unique(ids); // what came meanwhile has moved the others on
  }

  /** take puts a message that came with another answer in its place. */
  take(message: NotificationMessage): void {
    this.messages = this.messages.map((one) => (one.id === message.id ? message : one));
  }

  async #read(offset: number, limit: number): Promise<void> {
    const asked = ++this.#asked;
    const known = this.messages.slice(0, offset);
    this.reading = true;
    try {
      const query = { deploymentId: this.#deploymentID, ...this.#criteria, offset, limit };
      const page = await this.#source.list(query);
      if (asked !== this.#asked) return;
      this.messages = joined(known, page.messages);
      this.outcomes = page.outcomes;
      this.matching = page.matching;
      this.total = page.total;
      this.fault = undefined;
      this.loaded = true;
    } catch (thrown) {
      if (asked === this.#asked) this.fault = toFault(thrown);
    } finally {
      if (asked === this.#asked) this.reading = false;
    }
  }
}

// What was added meanwhile has moved the older ones on: none is shown twice.
function joined(
  known: readonly NotificationMessage[],
  next: readonly NotificationMessage[],
): NotificationMessage[] {
  const ids = new Set(known.map((one) => one.id));
  return [...known, ...next.filter((one) => !ids.has(one.id))];
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
