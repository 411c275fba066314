import { type Fault, toFault } from './fault';

/** Resource is a value read from Go: not there yet, there, or refused. */
export class Resource<T> {
  value = $state.raw<T | undefined>();
  fault = $state.raw<Fault | undefined>();
  #read: () => Promise<T>;
  #asked = 0;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** load reads again; what is shown stays until the answer is there. */
  async load(): Promise<T | undefined> {
    const asked = ++this.#asked;
    try {
      const value = await this.#read();
      if (asked === this.#asked) this.set(value);
      return value;
    } catch (thrown) {
      if (asked === this.#asked) this.fault = toFault(thrown);
      return undefined;
    }
  }

  /** set takes a value that came with another answer. */
  set(value: T): void {
    this.value = value;
    this.fault = undefined;
  }
}
