import type { JSONContent } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import { writeMail } from './write';

const text = (words: string, ...marks: NonNullable<JSONContent['marks']>): JSONContent => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks } : {}),
});
const paragraph = (...content: JSONContent[]): JSONContent => ({ type: 'paragraph', content });
const chip = (name: string): JSONContent => ({ type: 'placeholder', attrs: { name } });
const bold = { type: 'bold', attrs: { tag: 'strong', kept: {} } };
const written = (...content: JSONContent[]) => writeMail({ type: 'doc', content });

describe('writeMail', () => {
  it('writes placeholders and escapes the rest', () => {
    const line = paragraph(text('a < b & c\u00a0'), chip('person-name'));
    expect(written(line)).toBe('<p>a &lt; b &amp; c&nbsp;%person-name%</p>\n');
  });

  it('opens a mark once for what it is around', () => {
    const link = { type: 'link', attrs: { kept: { href: 'https://a.example/?x=1&y="' } } };
    expect(written(paragraph(text('a', link), text('b', link, bold), text('c', bold)))).toBe(
      '<p><a href="https://a.example/?x=1&amp;y=&quot;">a<strong>b</strong></a><strong>c</strong></p>\n',
    );
  });

  it('writes a colour as a style', () => {
    const red = { type: 'colour', attrs: { value: '#b3261e' } };
    expect(written(paragraph(text('a', red)))).toBe(
      '<p><span style="color: #b3261e">a</span></p>\n',
    );
  });

  it('leaves a line of a list without a paragraph, and two with', () => {
    const item = (...content: JSONContent[]) => ({ type: 'listItem', content });
    const list = { type: 'bulletList', content: [item(paragraph(text('a')))] };
    expect(written(list)).toBe('<ul>\n<li>a</li>\n</ul>\n');
    list.content = [item(paragraph(text('a')), paragraph(text('b')))];
    expect(written(list)).toBe('<ul>\n<li><p>a</p>\n<p>b</p></li>\n</ul>\n');
  });

  it('keeps attributes in their order, and the sheet before all', () => {
    const cell = {
      type: 'tableCell',
      attrs: { tag: 'td', kept: { align: 'center', class: 'in' } },
    };
    const row = { type: 'tableRow', content: [{ ...cell, content: [paragraph(text('a'))] }] };
    const section = { type: 'tableSection', attrs: { tag: 'tbody' }, content: [row] };
    const attrs = { sheet: '<style>p { margin: 0 }</style>\n' };
    const doc = { type: 'doc', attrs, content: [{ type: 'table', content: [section] }] };
    expect(writeMail(doc)).toBe(
      '<style>p { margin: 0 }</style>\n<table>\n<tbody>\n<tr>\n<td align="center" class="in">a</td>\n</tr>\n</tbody>\n</table>\n',
    );
  });

  it('writes images and breaks', () => {
    const image = { type: 'image', attrs: { kept: { src: 'data:image/png;base64,AA', alt: '' } } };
    expect(written(paragraph(image, { type: 'hardBreak' }, text('x')))).toBe(
      '<p><img src="data:image/png;base64,AA" alt=""><br>x</p>\n',
    );
  });
});
