export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'patchbay.theme';

/** Theme is light or dark, chosen or following the system. */
export class Theme {
  choice = $state<ThemeChoice>('system');
  #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #system: MediaQueryList;
  #show: (theme: 'light' | 'dark') => void;

  constructor(
    storage: Pick<Storage, 'getItem' | 'setItem'>,
    system: MediaQueryList,
    show: (theme: 'light' | 'dark') => void,
  ) {
    this.#storage = storage;
    this.#system = system;
    this.#show = show;
    this.choice = parseTheme(storage.getItem(key));
  }

  /** follow shows the theme, now and whenever the system changes its own. */
  follow(): void {
    this.#system.addEventListener('change', () => {
      this.#apply();
    });
    this.#apply();
  }

  choose(choice: string): void {
    this.choice = parseTheme(choice);
    this.#storage.setItem(key, this.choice);
    this.#apply();
  }

  #apply(): void {
    const dark = this.choice === 'dark' || (this.choice === 'system' && this.#system.matches);
    this.#show(dark ? 'dark' : 'light');
  }
}

/** parseTheme reads a stored choice; anything else follows the system. */
export function parseTheme(stored: string | null): ThemeChoice {
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
