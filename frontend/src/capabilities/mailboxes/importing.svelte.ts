import { Fault, toFault } from '../../bridge/fault';
import type { MailboxImported, MailboxImportPreview, mailboxes } from '../../bridge/mailboxes';
import { type Content, pieces, readContent } from './file';

type Calls = Pick<typeof mailboxes, 'importPart' | 'previewImport' | 'import' | 'discardImport'>;

/** Stage is the step of an import that is on the screen. */
export type Stage = 'choose' | 'send' | 'passphrase' | 'read' | 'preview' | 'import';

/**
 * Importing is one import: a file is handed over in pieces and looked at; what
 * is good in it is stored when a person says so.
 */
export class Importing {
  stage = $state<Stage>('choose');
  name = $state('');
  /** How much of the file is handed over, in bytes. */
  done = $state(0);
  size = $state(0);
  /** Milliseconds since the epoch. */
  startedAt = $state(0);
  preview = $state.raw<MailboxImportPreview | undefined>();
  fault = $state.raw<Fault | undefined>();
  /** The good rows are to be stored although others are bad. */
  withoutBad = $state(false);

  #deploymentID: string;
  #calls: Calls;
  #handle = '';
  #attempt = 0;

  constructor(deploymentID: string, calls: Calls) {
    this.#deploymentID = deploymentID;
    this.#calls = calls;
  }

  /** ready: what is shown can be stored. */
  get ready(): boolean {
    const preview = this.preview;
    if (!preview || preview.good === 0) return false;
    return preview.bad === 0 || this.withoutBad;
  }

  /** idle: there is nothing that is not stored already. */
  get idle(): boolean {
    const { preview } = this;
    if (!preview || preview.bad > 0) return false;
    const { changed, newAliases, changedAliases } = preview;
    return preview.new + changed + newAliases + changedAliases === 0;
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
      const content = await readContent(file);
      if (!(await this.#send(content, attempt))) return;
      if (content.sealed) this.stage = 'passphrase';
      else await this.#read('', attempt);
    } catch (thrown) {
      this.#refuse(attempt, thrown, 'choose');
    }
  }

  /** open looks at a sealed file. */
  async open(passphrase: string): Promise<void> {
    const attempt = this.#attempt;
    this.fault = undefined;
    try {
      await this.#read(passphrase, attempt);
    } catch (thrown) {
      this.#refuse(attempt, thrown, 'passphrase');
    }
  }

  /** store carries the import out; the answer is what it did, or nothing if it was refused. */
  async store(): Promise<MailboxImported | undefined> {
    if (!this.ready) return undefined;
    const attempt = this.#attempt;
    this.fault = undefined;
    this.stage = 'import';
    try {
      const imported = await this.#calls.import({
        deploymentId: this.#deploymentID,
        handle: this.#handle,
        withoutBad: this.withoutBad,
      });
      this.#handle = '';
      return imported;
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
    if (handle !== '') void this.#calls.discardImport(handle).catch(() => undefined);
  }

  // What comes after the file was given up is discarded at once.
  async #send(content: Content, attempt: number): Promise<boolean> {
    let handle = '';
    this.size = content.bytes.length;
    for (const { text, end } of pieces(content)) {
      handle = await this.#calls.importPart({
        deploymentId: this.#deploymentID,
        handle,
        text,
        sealed: content.sealed,
      });
      if (attempt !== this.#attempt) {
        await this.#calls.discardImport(handle).catch(() => undefined);
        return false;
      }
      this.#handle = handle;
      this.done = end;
    }
    return true;
  }

  async #read(passphrase: string, attempt: number): Promise<void> {
    this.stage = 'read';
    const preview = await this.#calls.previewImport({
      deploymentId: this.#deploymentID,
      handle: this.#handle,
      passphrase,
    });
    if (attempt !== this.#attempt) return;
    this.preview = preview;
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
