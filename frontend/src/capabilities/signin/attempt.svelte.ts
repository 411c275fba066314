import { events } from '../../bridge/events';
import { type Fault, toFault } from '../../bridge/fault';
import {
  type IdentityProviderDraft,
  identityProviders,
  type SignInPrompt,
} from '../../bridge/identityProviders';
import type { Proof } from '../../bridge/proof';
import type { ProofRun } from '../../proof/run.svelte';

/** AttemptCalls are what a test sign-in asks of Go. */
export type AttemptCalls = Pick<typeof identityProviders, 'signIn' | 'answer' | 'cancelRun'>;

// Whoever has not come back by then is probably looking at an error page.
const patience = 45_000;

/** Attempt is one test sign-in on the screen, from the first question to its end. */
export class Attempt {
  readonly run: ProofRun;
  /** What is to be opened; nothing before the provider has been asked. */
  prompt = $state.raw<SignInPrompt | undefined>();
  /** late: it has been waited for so long that help is due. */
  late = $state(false);
  byHand = $state(false);
  /** Why a pasted answer could not be read: the sign-in goes on waiting. */
  unread = $state.raw<Fault | undefined>();
  /** An answer was pasted and is being checked. */
  taken = $state(false);

  #calls: AttemptCalls;
  #id = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(run: ProofRun, calls: AttemptCalls = identityProviders) {
    this.run = run;
    this.#calls = calls;
  }

  /** start answers the report of the sign-in, if there is one. */
  async start(draft: IdentityProviderDraft, byHand: boolean): Promise<Proof | undefined> {
    if (this.run.running) return undefined;
    this.#forget();
    this.byHand = byHand;
    let id = '';
    const stop = events.on('signin.prompt', (prompt) => {
      if (this.run.running && prompt.runId === this.#id) this.#wait(prompt);
    });
    try {
      return await this.run.start('signin', {
        prove: (runId) => {
          id = this.#id = runId;
          return this.#calls.signIn({ runId, draft, byHand });
        },
        cancel: (runID) => this.#calls.cancelRun(runID),
        follow: (deliver) => events.on('proof.step', deliver),
      });
    } finally {
      stop();
      if (this.#id === id) this.#settle(); // a newer one goes on
    }
  }

  /** answer hands over what was pasted; false when it could not be read. */
  async answer(text: string): Promise<boolean> {
    this.unread = undefined;
    try {
      await this.#calls.answer({ runId: this.#id, text });
      this.taken = true;
      return true;
    } catch (thrown) {
      this.unread = toFault(thrown);
      return false;
    }
  }

  /** cancel ends it at once; a sign-in that has ended is left as it is. */
  async cancel(): Promise<void> {
    this.#settle();
    await this.run.cancel();
  }

  #wait(prompt: SignInPrompt): void {
    this.prompt = prompt;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.late = true), patience);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.prompt = undefined;
    this.late = false;
    this.taken = false;
  }

  #forget(): void {
    this.#settle();
    this.unread = undefined;
  }
}
