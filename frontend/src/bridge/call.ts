import { Fault, toFault } from './fault';

/** Quick calls read or write the vault. */
export const quick = 20_000;
/** Calls that derive a key from a password may take seconds on a slow machine. */
export const derive = 90_000;
/** A proof, or a rotation, ends by its own deadline or by Cancel. */
export const unbounded = 0;

type Listener = (fault: Fault) => void;
const lockListeners = new Set<Listener>();

/** onLocked tells of every call that was refused because the vault is locked. */
export function onLocked(listener: Listener): () => void {
  lockListeners.add(listener);
  return () => lockListeners.delete(listener);
}

/**
 * call runs one bound method and throws nothing but a Fault. The limit, in
 * milliseconds, stands here because a bound method that panics in Wails never
 * settles its promise.
 */
export async function call<T>(method: () => Promise<T>, limit: number = quick): Promise<T> {
  try {
    return await (limit === unbounded ? method() : within(limit, method()));
  } catch (thrown) {
    const fault = toFault(thrown);
    if (fault.kind === 'locked') for (const listener of lockListeners) listener(fault);
    throw fault;
  }
}

function within<T>(limit: number, answer: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new Fault({
          code: 'page.timeout',
          kind: 'timeout',
          message: `the application gave no answer within ${String(limit / 1000)} seconds`,
          hint: 'try again; if it happens again, restart the application',
        }),
      );
    }, limit);
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
