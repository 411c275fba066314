import { type Fault, toFault } from '../bridge/fault';
import type { Content } from './content';

/** Stage is the step of an import that is on the screen. */
export type Stage = 'choose' | 'send' | 'passphrase' | 'read' | 'preview' | 'import';

/** Preview is the part of a preview that every import has. */
export interface Preview {
  readonly rows: number;
  readonly good: number;
  readonly bad: number;
}

/** Source is what an import asks of a capability: P is what would be done, D what was. */
export interface Source<P extends Preview, D> {
  /** read makes a file ready to be handed over. */
  read: (file: Blob) => Promise<Content>;
  /** part takes the next piece; the first has no handle yet. */
  part: (handle: string, text: string, sealed: boolean) => Promise<string>;
  preview: (handle: string, passphrase: string) => Promise<P>;
  store: (handle: string, withoutBad: boolean) => Promise<D>;
  discard: (handle: string) => Promise<void>;
  /** idle: everything in the file is stored already. */
  idle: (preview: P) => boolean;
  /** Codes of faults after which the file is looked at again, as it is. */
  stale?: readonly string[];
}

/**
 * Importing is one import: a file is handed over in pieces and looked at; what
 * is good in it is stored when a person says so.
 */
export class Importing<P extends Preview, D> {
  stage = $state<Stage>('choose');
  name = $state('');
  /** How much of the file is handed over, in bytes. */
  done = $state(0);
  size = $state(0);
  /** Milliseconds since the epoch. */
  startedAt = $state(0);
  preview = $state.raw<P | undefined>();
  fault = $state.raw<Fault | undefined>();
  /** The good rows are to be stored although others are bad. */
  withoutBad = $state(false);

  #source: Source<P, D>;
  #handle = '';
  #attempt = 0;

  constructor(source: Source<P, D>) {
    this.#source = source;
  }

  /** ready: what is shown can be stored. */
  get ready(): boolean {
    const preview = this.preview;
    if (!preview || preview.good === 0 || this.stale) return false;
    return preview.bad === 0 || this.withoutBad;
  }

  /** idle: there is nothing that is not stored already. */
  get idle(): boolean {
    const { preview } = this;
    return preview !== undefined && preview.bad === 0 && this.#source.idle(preview);
  }

  /** stale: something was changed meanwhile, so that what is shown holds no longer. */
  get stale(): boolean {
    return this.#source.stale?.includes(this.fault?.code ?? '') ?? false;
  }

  /** choose hands a file over; an open one is looked at as soon as it is there. */
  async choose(file: File): Promise<void> {
    this.reset();
    const attempt = ++this.#attempt;
    this.name = file.name;
    this.size = file.size;
    this.startedAt = Date.now();
    this.stage = 'send';
    try {
      const content = await this.#source.read(file);
      if (!(await this.#send(content, attempt))) return;
      if (content.sealed) this.stage = 'passphrase';
      else await this.#read('', attempt);
    } catch (thrown) {
      this.#refuse(attempt, thrown, 'choose');
    }
  }

  /** open looks at a sealed file. */
  async open(passphrase: string): Promise<void> {
    await this.#look(passphrase, 'passphrase');
  }

  /** again looks at the same file once more, because of what was changed meanwhile. */
  async again(): Promise<void> {
    await this.#look('', 'choose');
  }

  /** store carries the import out; the answer is what it did, or nothing if it was refused. */
  async store(): Promise<D | undefined> {
    if (!this.ready) return undefined;
    const attempt = this.#attempt;
    this.fault = undefined;
    this.stage = 'import';
    try {
      const done = await this.#source.store(this.#handle, this.withoutBad);
      this.#handle = '';
      return done;
    } catch (thrown) {
      this.#refuse(attempt, thrown, 'preview');
      return undefined;
    }
  }

  /** reset forgets the file, here and in Go. */
  reset(): void {
    const handle = this.#handle;
    this.#attempt++;
    this.#handle = '';
    this.stage = 'choose';
    this.name = '';
    this.done = this.size = 0;
    this.preview = undefined;
    this.fault = undefined;
    this.withoutBad = false;
    if (handle !== '') void this.#source.discard(handle).catch(() => undefined);
  }

  // What comes after the file was given up is discarded at once.
  async #send(content: Content, attempt: number): Promise<boolean> {
    let handle = '';
    this.size = content.size;
    for (const { text, end } of content.pieces) {
      handle = await this.#source.part(handle, text, content.sealed);
      if (attempt !== this.#attempt) {
        await this.#source.discard(handle).catch(() => undefined);
        return false;
      }
      this.#handle = handle;
      this.done = end;
    }
    return true;
  }

  async #look(passphrase: string, before: Stage): Promise<void> {
    const attempt = this.#attempt;
    this.fault = undefined;
    try {
      await this.#read(passphrase, attempt);
    } catch (thrown) {
      this.#refuse(attempt, thrown, before);
    }
  }

  async #read(passphrase: string, attempt: number): Promise<void> {
    this.stage = 'read';
    const preview = await this.#source.preview(this.#handle, passphrase);
    if (attempt !== this.#attempt) return;
    this.preview = preview;
    this.withoutBad = false;
    this.stage = 'preview';
  }

  #refuse(attempt: number, thrown: unknown, stage: Stage): void {
    if (attempt !== this.#attempt) return;
    const fault = toFault(thrown);
    if (stage === 'choose') this.reset();
    this.fault = fault;
    this.stage = stage;
  }
}
