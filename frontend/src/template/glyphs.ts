// The drawings of the toolbar, outlines on a 24 × 24 grid.

export const glyphs = {
  bold: ['M7 4h6a4 4 0 0 1 0 8H7z', 'M7 12h7a4 4 0 0 1 0 8H7z'],
  italic: ['M10 4h8', 'M6 20h8', 'M14 4l-4 16'],
  underline: ['M7 4v7a5 5 0 0 0 10 0V4', 'M5 20h14'],
  bullets: ['M4 6h.01', 'M4 12h.01', 'M4 18h.01', 'M9 6h11', 'M9 12h11', 'M9 18h11'],
  numbers: ['M3 5l2-1v6', 'M3 14h3l-3 5h3', 'M10 6h10', 'M10 12h10', 'M10 18h10'],
  link: [
    'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1',
    'M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  ],
  image: ['M3 5h18v14H3z', 'm3 16 5-5 5 5 3-3 5 5', 'M15 9h.01'],
  undo: ['M8 5 4 9l4 4', 'M4 9h10a5 5 0 0 1 0 10h-3'],
  redo: ['m16 5 4 4-4 4', 'M20 9H10a5 5 0 0 0 0 10h3'],
  clear: ['M6 5h13', 'M12 5l-3 14', 'M15 15l5 5', 'M20 15l-5 5'],
  up: ['M12 19V5', 'm6 11 6-6 6 6'],
  down: ['M12 5v14', 'm6 13 6 6 6-6'],
} as const;

export type Glyph = keyof typeof glyphs;
