import { describe, expect, it } from 'vitest';
import { colourOf, shownSelector, shownStyle } from './style';

describe('shownStyle', () => {
  it.each([
    ['color: red; padding-left: 4px', 'color: red; padding-left: 4px'],
    ['position: fixed; inset: 0; z-index: 9; color: red', 'color: red'],
    ['background: url(https://x.example/)', ''],
    ['margin: -400px', ''],
    ['margin-top: 4px', 'margin-top: 4px'],
    ['display: grid; display: block', 'display: block'],
    ['color: re\\64', ''],
    ['transform: scale(9); float: left; opacity: 0.5', 'opacity: 0.5'],
    ['color', ''],
  ])('%j shows %j', (style, shown) => {
    expect(shownStyle(style)).toBe(shown);
  });
});

describe('colourOf', () => {
  it('is the colour of a style that says nothing else', () => {
    expect(colourOf('color: #b3261e')).toBe('#b3261e');
    expect(colourOf('color: red; font-weight: bold')).toBeUndefined();
    expect(colourOf('background: red')).toBeUndefined();
    expect(colourOf('')).toBeUndefined();
  });
});

describe('shownSelector', () => {
  it.each([
    ['p', '.paper p'],
    ['body, .page', '.paper, .paper [data-class~="page"]'],
    ['.card td.in', '.paper [data-class~="card"] td[data-class~="in"]'],
  ])('%j is %j', (selector, shown) => {
    expect(shownSelector(selector, '.paper')).toBe(shown);
  });
});
