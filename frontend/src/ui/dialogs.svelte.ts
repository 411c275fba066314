import { createContext } from 'svelte';

export interface Choice<T extends string> {
  value: T;
  label: string;
  look?: 'primary' | 'danger' | 'plain';
}

export interface Question<T extends string> {
  title: string;
  body: string;
  /** The first is focused; put the harmless one there. */
  choices: readonly Choice<T>[];
  /** What closing the dialog (Esc) answers. */
  fallback: T;
}

export interface OpenQuestion extends Question<string> {
  id: number;
  answer: (value: string) => void;
}

/** Dialogs asks: a dialog is a function that returns an answer. */
export class Dialogs {
  open = $state.raw<OpenQuestion | undefined>();
  #next = 1;

  ask<T extends string>(question: Question<T>): Promise<T> {
    this.dismiss();
    return new Promise<T>((resolve) => {
      const answer = (value: string) => {
        this.open = undefined;
        resolve(value as T);
      };
      this.open = { ...question, id: this.#next++, answer };
    });
  }

  async confirm(question: {
    title: string;
    body: string;
    confirm: string;
    cancel: string;
    danger?: boolean;
  }): Promise<boolean> {
    const answer = await this.ask({
      title: question.title,
      body: question.body,
      fallback: 'no',
      choices: [
        { value: 'no', label: question.cancel },
        { value: 'yes', label: question.confirm, look: question.danger ? 'danger' : 'primary' },
      ],
    });
    return answer === 'yes';
  }

  /** dismiss answers an open question with its fallback, as when locking. */
  dismiss(): void {
    this.open?.answer(this.open.fallback);
  }
}

export const [useDialogs, provideDialogs] = createContext<Dialogs>();
