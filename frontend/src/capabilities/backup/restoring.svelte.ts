import type {
  BackupAccess,
  BackupFile,
  BackupReport,
  backups,
  Restored,
} from '../../bridge/backups';
import { Fault, toFault } from '../../bridge/fault';
import { backup as text } from '../../text';
import { sendFile, started, type Transfer } from './transfer';

/** Stage is how far restoring has come; each knows all that came before it. */
export type Stage = 'choose' | 'sending' | 'access' | 'report' | 'restoring' | 'done';

/**
 * Restoring leads from a chosen file to a vault in its place. Nothing is changed
 * before the last step.
 */
export class Restoring {
  stage = $state<Stage>('choose');
  fault = $state.raw<Fault | undefined>();
  transfer = $state.raw<Transfer>(started(0));
  name = $state('');
  file = $state.raw<BackupFile | undefined>();
  report = $state.raw<BackupReport | undefined>();

  #id = '';
  #abort = new AbortController();
  #target: typeof backups;
  #begun: (restore: Promise<Restored>, at: string) => void;

  /** begun is given the restore when it begins, and of what moment the backup is. */
  constructor(target: typeof backups, begun: (restore: Promise<Restored>, at: string) => void) {
    this.#target = target;
    this.#begun = begun;
  }

  /** take uploads a file and reads what it says of itself. */
  async take(file: File): Promise<void> {
    this.reset();
    if (file.size === 0) return this.#refuse(text.restore.choose.empty);
    const { signal } = this.#abort;
    this.name = file.name;
    this.stage = 'sending';
    const begun = started(file.size);
    this.transfer = begun;
    try {
      const told = (done: number) => {
        if (!signal.aborted) this.transfer = { ...begun, done };
      };
      const id = await sendFile(this.#target, file, told, signal);
      this.#id = id;
      told(file.size);
      const facts = await this.#target.file(id);
      if (signal.aborted) return;
      this.file = facts;
      this.stage = 'access';
    } catch (thrown) {
      if (signal.aborted) return;
      this.reset();
      this.fault = unreadable(thrown) ?? toFault(thrown);
    }
  }

  /** open verifies the backup whole; what it throws belongs to the form. */
  async open(access: BackupAccess): Promise<void> {
    const { signal } = this.#abort;
    const report = await this.#target.inspect(this.#id, access);
    if (signal.aborted) return;
    this.report = report;
    this.fault = undefined;
    this.stage = 'report';
  }

  /** restore puts the backup in place, which locks the vault. */
  async restore(): Promise<void> {
    if (this.stage !== 'report') return;
    this.stage = 'restoring';
    this.fault = undefined;
    try {
      const restore = this.#target.restore(this.#id);
      this.#begun(restore, this.file?.at ?? '');
      await restore;
      this.#id = '';
      this.stage = 'done';
    } catch (thrown) {
      this.fault = toFault(thrown);
      this.stage = 'report';
    }
  }

  /** reset forgets the file, here and there. */
  reset(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    if (this.#id !== '') void this.#target.discard(this.#id).catch(() => undefined);
    this.#id = '';
    this.stage = 'choose';
    this.fault = undefined;
    this.name = '';
    this.file = undefined;
    this.report = undefined;
  }

  #refuse(message: string): void {
    this.fault = new Fault({ code: 'page.file', kind: 'invalid', message });
  }
}

// What the browser says of a file that it cannot read, as a folder is one.
function unreadable(thrown: unknown): Fault | undefined {
  if (!(thrown instanceof DOMException)) return undefined;
  return new Fault({ code: 'page.file', kind: 'invalid', message: text.restore.choose.folder });
}
