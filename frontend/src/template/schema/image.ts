import { Node } from '@tiptap/core';
import type { Kept } from '../markup';
import { keptAttribute, shownAttributes } from './kept';

const embedded = /^data:image\/(?:png|jpeg|gif|webp);base64,/i;

/** Image is one that is part of the mail. One from elsewhere is kept, and not shown. */
export const Image = Node.create({
  name: 'image',
  group: 'inline',
  inline: true,
  draggable: true,
  addAttributes: () => ({ kept: { ...keptAttribute, rendered: false } }),
  parseHTML: () => [{ tag: 'img' }],
  renderHTML: ({ node }) => {
    const kept = node.attrs['kept'] as Kept;
    const { src = '', ...rest } = kept;
    const isEmbedded = embedded.test(src);
    return [
      'img',
      {
        ...shownAttributes(isEmbedded ? rest : kept),
        ...(isEmbedded ? { src } : {}),
        alt: kept['alt'] ?? '',
      },
    ];
  },
});
