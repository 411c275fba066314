import { type Fault, toFault } from './fault';

export type TaskState = 'idle' | 'running' | 'done' | 'cancelled' | 'refused';

export interface TaskSource<T> {
  /** run does the whole of it under the given run ID. */
  run: (runID: string) => Promise<T>;
  cancel: (runID: string) => Promise<void>;
}

/**
 * Task is something long that Go does for a page, one at a time. It can be
 * cancelled at once, and an answer that comes after that is not heeded.
 */
export class Task<T> {
  state = $state<TaskState>('idle');
  value = $state.raw<T | undefined>();
  fault = $state.raw<Fault | undefined>();
  /** Milliseconds since the epoch. */
  startedAt = $state(0);

  #id = '';
  #source: TaskSource<T> | undefined;
  #newID: () => string;

  constructor(newID: () => string = () => crypto.randomUUID()) {
    this.#newID = newID;
  }

  get running(): boolean {
    return this.state === 'running';
  }

  /** is tells whether an event belongs to what is running. */
  is(runID: string): boolean {
    return this.running && this.#id === runID;
  }

  /** start answers the value, if the task came to its end. */
  async start(source: TaskSource<T>): Promise<T | undefined> {
    if (this.running) return undefined;
    const id = this.#newID();
    this.#begin(id, source);
    try {
      const value = await source.run(id);
      if (!this.is(id)) return undefined;
      this.value = value;
      this.state = 'done';
      return value;
    } catch (thrown) {
      if (this.is(id)) {
        this.fault = toFault(thrown);
        this.state = 'refused';
      }
      return undefined;
    }
  }

  async cancel(): Promise<void> {
    if (!this.running) return;
    this.state = 'cancelled';
    await this.#source?.cancel(this.#id).catch(() => undefined);
  }

  /** clear forgets the task and its value. */
  clear(): void {
    void this.cancel();
    this.state = 'idle';
    this.value = undefined;
    this.fault = undefined;
  }

  #begin(id: string, source: TaskSource<T>): void {
    this.#id = id;
    this.#source = source;
    this.value = undefined;
    this.fault = undefined;
    this.startedAt = Date.now();
    this.state = 'running';
  }
}
