import { describe, expect, it } from 'vitest';
import type { Light } from '../../bridge/light';
import { bay, placeCables } from './cable';

const lights = (count: number): Light[] => Array.from({ length: count }, () => 'proved');

describe('placeCables', () => {
  it.each([1, 2, 5, 8])('meets the %i rows of the systems in their middle', (count) => {
    const height = count * bay.row + (count - 1) * bay.gap;
    const ends = placeCables(lights(count), 200, height).map((cable) => cable.to);
    expect(ends).toEqual(
      lights(count).map((_, at) => ({ x: 200, y: at * (bay.row + bay.gap) + bay.row / 2 })),
    );
  });

  it.each([1, 3, 8])('keeps %i sockets on the panel, apart and in order', (count) => {
    const height = 120;
    const starts = placeCables(lights(count), 200, height).map((cable) => cable.from.y);
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...starts)).toBeLessThanOrEqual(height);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(new Set(starts).size).toBe(count);
  });

  it('leaves the end of what is not set up unplugged', () => {
    const [plugged, loose] = placeCables(['failed', 'missing'], 200, 132);
    expect(plugged?.loose).toBeUndefined();
    expect(loose?.loose?.x).toBeLessThan(200);
    expect(loose?.path).toContain(String(loose?.loose?.x));
    expect(loose?.path).not.toContain('200');
  });

  it('draws nothing for nothing', () => {
    expect(placeCables([], 200, 100)).toEqual([]);
  });
});
