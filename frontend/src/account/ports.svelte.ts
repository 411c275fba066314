import { events } from '../bridge/events';
import type { TriedPort, TriedPorts } from '../bridge/outgoing';
import { Task, type TaskSource } from '../bridge/task.svelte';

/** OtherPorts tries the other ports of a host; each is shown as it is known. */
export class OtherPorts {
  readonly task = new Task<TriedPorts>();
  tried = $state.raw<readonly TriedPort[]>([]);

  async start(source: TaskSource<TriedPorts>): Promise<void> {
    if (this.task.running) return;
    this.tried = [];
    const stop = events.on('account.tried', ({ runId, tried }) => {
      if (this.task.is(runId)) this.tried = [...this.tried, tried];
    });
    const found = await this.task.start(source);
    stop();
    if (found) this.tried = found.tried;
  }

  clear(): void {
    this.task.clear();
    this.tried = [];
  }
}

/** offers: other ports may help with what failed. */
export function offers(step: string, code: string, reason = ''): boolean {
  if (code === 'net.host_not_found') return false; // no port answers where there is no host
  if (deadProxy.includes(reason)) return false; // nor where nobody gets through
  if (step === 'authenticate') return withoutMechanism.includes(code);
  return beforeSignIn.includes(step);
}

// A proxy that refused one destination may allow another.
const deadProxy = ['proxy', 'proxy_auth'];
// Without an address no port can be tried.
const beforeSignIn = ['connect', 'tls', 'greeting', 'ehlo', 'capability', 'starttls'];
const withoutMechanism = ['auth.not_offered', 'auth.mechanism_not_offered', 'auth.needs_tls'];
