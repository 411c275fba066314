import type PaletteComponent from './Palette.svelte';
import { TypedAhead } from './typedAhead';

/** Opening opens the palette, and fetches it before or, on a slow machine, meanwhile. */
export class Opening {
  wanted = $state(false);
  Palette = $state.raw<typeof PaletteComponent | undefined>();
  /** What was typed since it is wanted, while it is still on its way. */
  typed = $state.raw(new TypedAhead());

  /** ahead fetches it once the page is painted: it is to open at once. The answer ends that. */
  ahead(): () => void {
    const painted = requestAnimationFrame(() => {
      setTimeout(() => void this.#fetch().catch(() => undefined)); // asked for again
    });
    return () => {
      cancelAnimationFrame(painted);
    };
  }

  async open(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    this.typed = new TypedAhead();
    try {
      await this.#fetch();
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  close(): void {
    this.wanted = false;
  }

  /** hold keeps a key for the palette that is on its way, before any page sees it. */
  hold(event: KeyboardEvent): void {
    if (!this.wanted || this.Palette) return;
    const taken = this.typed.take(event);
    if (taken === 'passed') return;
    event.preventDefault();
    event.stopPropagation();
    if (taken === 'closed') this.close();
  }

  async #fetch(): Promise<void> {
    this.Palette ??= (await import('./Palette.svelte')).default;
  }
}
