import { events } from '../../bridge/events';
import {
  outgoing,
  type OutgoingDraft,
  type SignedIn,
  type SignInPrompt,
} from '../../bridge/outgoing';
import { Task } from '../../bridge/task.svelte';

export type SignInMethod = 'browser' | 'device';

/** TokenSignIn is a person's sign-in at the provider, which brings a refresh token. */
export class TokenSignIn {
  readonly task = new Task<SignedIn>();
  /** What the person must open; nothing before the provider has answered. */
  prompt = $state.raw<SignInPrompt | undefined>();
  method = $state<SignInMethod>('browser');

  /** start answers the handle of the token, if one was obtained. */
  async start(draft: OutgoingDraft, method: SignInMethod): Promise<string> {
    if (this.task.running) return '';
    this.method = method;
    this.prompt = undefined;
    const stop = events.on('signin.prompt', (prompt) => {
      if (this.task.is(prompt.runId)) this.prompt = prompt;
    });
    const signedIn = await this.task.start({
      run: (runId) => outgoing.signIn({ runId, draft, method }),
      cancel: (runId) => outgoing.cancelRun(runId),
    });
    stop();
    return signedIn?.handle ?? '';
  }

  clear(): void {
    this.task.clear();
    this.prompt = undefined;
  }
}
