import { events } from '../../bridge/events';
import {
  type NotificationAction,
  type NotificationsState,
  notifications,
} from '../../bridge/notifications';
import { Resource } from '../../bridge/resource.svelte';

/** changes are the events after which another state than was read may be stored. */
export const changes = [
  'notify.changed',
  'outgoing.server.saved',
  'outgoing.server.removed',
  'outgoing.proved',
  'deployment.saved',
  'page.reconnected',
] as const;

/** Notifications is what a deployment's page of notifications shows. */
export class Notifications {
  readonly state: Resource<NotificationsState>;
  readonly deploymentID: string;

  constructor(deploymentID: string) {
    this.deploymentID = deploymentID;
    this.state = new Resource(() => notifications.get(deploymentID));
  }

  /** start reads and follows what changes; the answer ends it. */
  start(): () => void {
    const load = () => void this.state.load();
    load();
    return events.onAny(changes, load);
  }

  async remove({ id, revision }: NotificationAction): Promise<void> {
    await notifications.removeAction(this.deploymentID, id, revision);
    await this.state.load();
  }
}
