/** Beginning carries to the page of a new template what it is a copy of: "" is the default one. */
export class Beginning {
  #id = '';

  leave(id: string): void {
    this.#id = id;
  }

  /** take answers it once. */
  take(): string {
    const id = this.#id;
    this.#id = '';
    return id;
  }
}

export const beginWith = new Beginning();
