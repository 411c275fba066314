/** Origins are the texts that came from outside: undo brings them back to the letter. */
export class Origins {
  readonly #texts = new Map<string, string>();

  /** keep remembers a text by how the editor would write it. */
  keep(made: string, text: string): void {
    if (made !== text) this.#texts.set(made, text);
    else this.#texts.delete(made);
  }

  /** of is the text that the editor's own stands for. */
  of(made: string): string {
    return this.#texts.get(made) ?? made;
  }
}
