import { keys, type KeyStatus } from '../../bridge/keys';
import { Rotating } from '../../bridge/rotating.svelte';

/**
 * KeyRotation is a rotation as the page sees it. It goes on when the page is
 * left, so the frame keeps it.
 */
export class KeyRotation extends Rotating {
  /** start rotates; the answer is the new status, or nothing if it was ended. */
  start(): Promise<KeyStatus | undefined> {
    return this.follow(() => keys.rotate());
  }
}
