import type { messages, NotificationMessage } from '../../bridge/messages';
import type { notifications } from '../../bridge/notifications';
import { Task } from '../../bridge/task.svelte';

interface Source {
  retry: (typeof messages)['retry'];
  cancelRun: (typeof notifications)['cancelRun'];
}

/** Retry sends one message's mail again, because somebody asks for it. */
export class Retry {
  readonly task = new Task<NotificationMessage>();
  #deploymentID: string;
  #source: Source;
  #ontold: (message: NotificationMessage) => void;

  /** ontold takes what the message has become. */
  constructor(
    deploymentID: string,
    source: Source,
    ontold: (message: NotificationMessage) => void,
  ) {
    this.#deploymentID = deploymentID;
    this.#source = source;
    this.#ontold = ontold;
  }

  /**
   * start answers what became of it, unless it is refused or cancelled. What may have
   * arrived is only sent with the consent that it may arrive twice.
   */
  async start(
    { id, retryable }: NotificationMessage,
    mayArriveTwice = false,
  ): Promise<NotificationMessage | undefined> {
    if (!retryable) return undefined;
    const message = await this.task.start({
      run: (runId) =>
        this.#source.retry({ runId, deploymentId: this.#deploymentID, id, mayArriveTwice }),
      cancel: (runId) => this.#source.cancelRun(runId),
    });
    if (message) this.#ontold(message);
    return message;
  }
}
