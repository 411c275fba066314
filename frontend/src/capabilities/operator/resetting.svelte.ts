import { type Fault, toFault } from '../../bridge/fault';
import { gateway, type MailGateway } from '../../bridge/gateway';
import { operators, type PasswordReset } from '../../bridge/operators';
import { Resource } from '../../bridge/resource.svelte';

type Stage = 'ask' | 'send' | 'done' | 'failed';

/** Resetting is one password that is mailed to an operator. */
export class Resetting {
  stage = $state<Stage>('ask');
  done = $state.raw<PasswordReset | undefined>();
  fault = $state.raw<Fault | undefined>();
  readonly gateway = new Resource<MailGateway>(() => gateway.get());
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }

  async send(): Promise<void> {
    if (this.stage === 'send') return;
    this.stage = 'send';
    this.fault = undefined;
    try {
      this.done = await operators.resetPassword(this.#id);
      this.stage = 'done';
    } catch (thrown) {
      this.fault = toFault(thrown);
      this.stage = 'failed';
    }
  }
}
