import { createContext } from 'svelte';

/**
 * Fieldset is what a Field asks of the form around it. The form module
 * implements it; ui only states the need.
 */
export interface Fieldset {
  /** Values are shown as text while false. */
  readonly editing: boolean;
  /** fault is the message to show at the field, if any. */
  fault(name: string): string | undefined;
  /** touch says that the person has been at the field. */
  touch(name: string): void;
}

export const [useFieldset, provideFieldset] = createContext<Fieldset>();
