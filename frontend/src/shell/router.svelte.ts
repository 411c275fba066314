import type { LeaveGuard } from '../form/leave';
import { href, parseRoute, type Route, sameRoute } from '../route/route';

/** Router follows the address' fragment, and asks before a page with unsaved changes is left. */
export class Router {
  route = $state.raw<Route>({ page: 'overview' });
  #guard: Pick<LeaveGuard, 'dirty' | 'mayLeave'>;

  constructor(guard: Pick<LeaveGuard, 'dirty' | 'mayLeave'>) {
    this.#guard = guard;
  }

  /** start follows the address until the returned function is called. */
  start(): () => void {
    this.route = parseRoute(location.hash);
    const follow = () => void this.#follow();
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
    };
  }

  /** open goes to a page, as a link to it does. */
  open(route: Route): void {
    location.hash = href(route);
  }

  async #follow(): Promise<void> {
    const wanted = parseRoute(location.hash);
    if (sameRoute(wanted, this.route)) return;
    if (this.#guard.dirty) {
      const state: unknown = history.state; // what the page is opened for
      history.replaceState(null, '', href(this.route));
      if (!(await this.#guard.mayLeave())) return;
      history.pushState(state, '', href(wanted));
    }
    this.route = wanted;
  }
}
