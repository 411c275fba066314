import { events } from '../bridge/events';
import { mailboxes } from '../bridge/mailboxes';
import { overview } from '../bridge/overview';
import { ProvingMany } from '../capabilities/mailboxes/many.svelte';
import { type Outcome, outcome as outcomeOfMany } from '../capabilities/mailboxes/outcome';
import { outcome } from '../capabilities/overview/outcome';
import { Proving } from '../capabilities/overview/proving.svelte';
import type { Toasts } from '../ui/toasts.svelte';

/**
 * Proofs are the runs that prove more than one thing. They go on when their page
 * is left, and say how they ended wherever one is then.
 */
export class Proofs {
  readonly proving = new Proving(overview, events);
  readonly many = new ProvingMany(mailboxes, events);
  #toasts: Pick<Toasts, 'show'>;
  #atMailboxes: () => boolean;

  /** atMailboxes: their page is shown, which says by itself how their run ended. */
  constructor(toasts: Pick<Toasts, 'show'>, atMailboxes: () => boolean) {
    this.#toasts = toasts;
    this.#atMailboxes = atMailboxes;
  }

  /** everything proves all integrations of a deployment. */
  async everything(deploymentID: string | undefined): Promise<void> {
    if (deploymentID === undefined) return;
    const ended = await this.proving.start(deploymentID);
    if (ended) this.#say(outcome(ended));
  }

  /** mailboxes proves those with the IDs, or all of a deployment. */
  async mailboxes(deploymentID: string | undefined, ids: readonly string[]): Promise<void> {
    if (deploymentID === undefined) return;
    const ended = await this.many.start(deploymentID, ids);
    if (ended && !this.#atMailboxes()) this.#say(outcomeOfMany(ended));
  }

  #say({ tone, message, hint }: Outcome): void {
    this.#toasts.show(tone, message, hint);
  }
}
