/** Keepable is work of a deployment's page that goes on while the page is left. */
export interface Keepable {
  readonly deploymentID: string;
  /** It goes on now. */
  readonly busy: boolean;
  /** A page shows it. */
  shown: boolean;
  /** onended is called when it has come to its end, however. */
  onended: () => void;
}

/** Kept is the work of all deployments: whoever comes back finds it, and what became of it. */
export class Kept<T extends Keepable> {
  #kept = $state.raw<readonly T[]>([]);
  #make: (deploymentID: string) => T;
  #ontold: (work: T) => void;

  /** ontold takes work that has ended and that no page shows. */
  constructor(make: (deploymentID: string) => T, ontold: (work: T) => void) {
    this.#make = make;
    this.#ontold = ontold;
  }

  /** running is what goes on now, of every deployment. */
  get running(): readonly T[] {
    return this.#kept.filter((work) => work.busy);
  }

  /** open is the work of a deployment's page: that which was left there, or a new one. */
  open(deploymentID: string): T {
    const left = this.#kept.find((work) => work.deploymentID === deploymentID);
    const work = left ?? this.#make(deploymentID);
    work.shown = true;
    work.onended = () => {
      if (!work.shown) this.#ontold(work);
    };
    if (!left) this.#kept = [...this.#kept, work];
    return work;
  }

  /** leave: the page is left. What does not go on is forgotten. */
  leave(work: T): void {
    work.shown = false;
    if (!work.busy) this.#kept = this.#kept.filter((one) => one !== work);
  }
}
