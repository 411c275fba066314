const key = 'patchbay.recent';
const kept = 5;

/** Recent remembers, in this browser or window, which commands were chosen lately. */
export class Recent {
  #storage: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
  }

  /** list answers the commands' IDs, the newest first. */
  list(): string[] {
    return (this.#storage.getItem(key) ?? '').split('\n').filter((id) => id !== '');
  }

  add(id: string): void {
    const ids = [id, ...this.list().filter((one) => one !== id)].slice(0, kept);
    this.#storage.setItem(key, ids.join('\n'));
  }
}
