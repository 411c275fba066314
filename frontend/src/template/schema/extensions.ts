import type { Extensions } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';
import { Image } from './image';
import { KeptAttributes } from './kept';
import { layouts } from './layout';
import { marks } from './marks';
import { Placeholder, type PlaceholderOptions } from './placeholder';

/** extensions are the language of a mail's content. */
export function extensions(placeholders: PlaceholderOptions): Extensions {
  return [
    StarterKit.configure({
      bold: false,
      italic: false,
      underline: false,
      strike: false,
      link: false,
      code: false,
      codeBlock: false,
      trailingNode: false,
      dropcursor: { class: 'drop-cursor', color: false, width: 2 },
      gapcursor: false,
    }),
    KeptAttributes,
    ...layouts,
    ...marks,
    Image,
    Placeholder.configure(placeholders),
  ];
}
