import { toFault, type Fault } from '../bridge/fault';
import type { Proof, ProofStep, Step } from '../bridge/proof';

export type RunState = 'idle' | 'running' | 'done' | 'cancelled' | 'refused';

/** ShownStep is a step that may still be running. */
export interface ShownStep extends Step {
  running: boolean;
}

export interface ProofSource {
  /** prove runs the whole proof under the given run ID. */
  prove: (runID: string) => Promise<Proof>;
  cancel: (runID: string) => Promise<void>;
  /** follow delivers every step event until the returned function is called. */
  follow: (deliver: (step: ProofStep) => void) => () => void;
}

/** ProofRun is one test on the screen: its steps as they happen, then its report. */
export class ProofRun {
  state = $state<RunState>('idle');
  steps = $state.raw<readonly ShownStep[]>([]);
  report = $state.raw<Proof | undefined>();
  fault = $state.raw<Fault | undefined>();
  level = $state('');
  startedAt = $state(0);

  #id = '';
  #stop: (() => void) | undefined;
  #source: ProofSource | undefined;
  #newID: () => string;

  constructor(newID: () => string = () => crypto.randomUUID()) {
    this.#newID = newID;
  }

  get running(): boolean {
    return this.state === 'running';
  }

  /** start runs a proof to its end and answers its report, if it got one. */
  async start(level: string, source: ProofSource): Promise<Proof | undefined> {
    if (this.running) return undefined;
    const id = this.#newID();
    this.#begin(id, level, source);
    try {
      const report = await source.prove(id);
      if (this.#id !== id || this.state !== 'running') return undefined;
      this.#finish(report);
      return report;
    } catch (thrown) {
      if (this.#id === id && this.state === 'running') {
        this.fault = toFault(thrown);
        this.state = 'refused';
      }
      return undefined;
    } finally {
      if (this.#id === id) this.#stop?.();
    }
  }

  /** cancel closes the connection at once; what was seen so far stays. */
  async cancel(): Promise<void> {
    if (!this.running) return;
    this.state = 'cancelled';
    this.#stop?.();
    this.steps = this.steps.filter((step) => !step.running);
    await this.#source?.cancel(this.#id);
  }

  /** clear forgets the run, as when the configuration is left. */
  clear(): void {
    void this.cancel();
    this.state = 'idle';
    this.steps = [];
    this.report = undefined;
    this.fault = undefined;
  }

  #begin(id: string, level: string, source: ProofSource): void {
    this.#id = id;
    this.#source = source;
    this.level = level;
    this.steps = [];
    this.report = undefined;
    this.fault = undefined;
    this.startedAt = Date.now();
    this.state = 'running';
    this.#stop = source.follow((step) => {
      if (step.runId === id) this.#take(step);
    });
  }

  // A step is announced when it starts and again when it ends, by its index.
  #take({ index, running, step }: ProofStep): void {
    if (!this.running) return;
    const steps = [...this.steps];
    steps[index] = { ...step, running };
    this.steps = steps.filter((known) => known !== undefined);
  }

  #finish(report: Proof): void {
    this.report = report;
    this.steps = report.steps.map((step) => ({ ...step, running: false }));
    this.state = 'done';
  }
}
