import type { Rotation } from '../../bridge/keys';
import { type OperatorRow, operators } from '../../bridge/operators';
import { Rotating } from '../../bridge/rotating.svelte';

/**
 * Removal takes an operator out, with the new encryption key that belongs to it.
 * It goes on when the page is left, so the frame keeps it.
 */
export class Removal extends Rotating {
  /** Whom it is or was about. */
  name = $state('');
  /** The new key, once there is one. */
  done = $state.raw<Rotation | undefined>();

  async start({ id, name }: Pick<OperatorRow, 'id' | 'name'>): Promise<Rotation | undefined> {
    if (this.running) return undefined;
    this.name = name;
    this.done = undefined;
    this.done = await this.follow(() => operators.remove(id));
    return this.done;
  }

  /** dismiss forgets how it ended. */
  dismiss(): void {
    this.done = undefined;
    this.fault = undefined;
    this.cancelled = false;
  }
}
