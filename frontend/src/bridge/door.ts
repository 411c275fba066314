import { EventsOn } from '../../wailsjs/runtime/runtime.js';
import { eventNames, events, type EventName } from './events';
import { openSession, remoteGo, type Session } from './http';
import { follow } from './stream';

/**
 * openDoor chooses, once, how Go is reached: by the bindings that the window
 * has put into the page, or over HTTP. It throws a Fault when the browser's
 * session cannot be opened.
 */
export async function openDoor(): Promise<void> {
  if ('go' in window) {
    for (const name of eventNames) subscribe(name);
    return;
  }
  const session = await openSession({
    location,
    history,
    storage: sessionStorage,
    fetch: (...args) => fetch(...args),
  });
  Object.assign(window, { go: remoteGo(session, (...args) => fetch(...args)) });
  void listen(session);
}

function subscribe(name: EventName): void {
  EventsOn(name, (payload: unknown) => {
    events.publish(name, payload as never);
  });
}

const firstPause = 500;
const longestPause = 10_000;

// listen reads the stream of events for as long as the page lives.
async function listen(session: Session): Promise<never> {
  let pause = firstPause;
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await fetch('/events', {
        headers: { Authorization: `Bearer ${session.token()}` },
      });
      if (answer.ok) {
        pause = firstPause;
        if (attempt > 0) events.publish('page.reconnected', null);
      }
      await follow(answer, ({ name, data }) => {
        events.receive(name, data);
      });
    } catch {
      // The server is gone, or the machine slept; the next attempt will tell.
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, longestPause);
  }
}
