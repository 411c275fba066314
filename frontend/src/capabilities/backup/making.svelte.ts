import type { BackupDownload, backups, SavedBackup } from '../../bridge/backups';
import { type Fault, toFault } from '../../bridge/fault';
import { fetchBackup, started, type Transfer } from './transfer';

/** Made is a finished backup: where it is, if it is known, and what it holds. */
export type Made = Pick<SavedBackup, 'path' | 'size' | 'records' | 'secrets' | 'at'>;

/** Making is the backup that is being made, and the last one that was. */
export class Making {
  running = $state(false);
  cancelled = $state(false);
  /** The file's way here, when a browser fetches it. */
  transfer = $state.raw<Transfer | undefined>();
  made = $state.raw<Made | undefined>();
  fault = $state.raw<Fault | undefined>();

  #abort = new AbortController();
  #source: typeof backups;

  constructor(source: typeof backups) {
    this.#source = source;
  }

  /** save has the window ask for a file and write to it. */
  save(): Promise<void> {
    return this.#run(async () => {
      const file = await this.#source.save();
      return file.saved ? file : undefined;
    });
  }

  /** fetch hands the whole file to keep once it is here. */
  fetch(keep: (name: string, content: Blob) => void): Promise<void> {
    return this.#run(async (signal) => {
      const begun = started(0);
      this.transfer = begun;
      const told = (done: number, total: number) => {
        this.transfer = { ...begun, done, total };
      };
      const { made, content } = await fetchBackup(this.#source, told, signal);
      signal.throwIfAborted();
      keep(made.name, content);
      return withoutPath(made);
    });
  }

  cancel(): void {
    if (!this.running) return;
    this.cancelled = true;
    this.#abort.abort();
  }

  async #run(work: (signal: AbortSignal) => Promise<Made | undefined>): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.cancelled = false;
    this.fault = undefined;
    this.made = undefined;
    this.transfer = undefined;
    this.#abort = new AbortController();
    try {
      this.made = await work(this.#abort.signal);
    } catch (thrown) {
      if (!this.cancelled) this.fault = toFault(thrown);
    } finally {
      this.running = false;
    }
  }
}

function withoutPath({ size, records, secrets, at }: BackupDownload): Made {
  return { path: '', size, records, secrets, at };
}
