// The geometry of the patch bay, in pixels. It knows no colour: how a cable
// looks is the style sheet's.

import type { Light } from '../../bridge/light';

/** Distances of the drawing; the style sheets of its two sides keep to them. */
export const bay = { row: 60, gap: 12, socket: 26 } as const;

interface Point {
  x: number;
  y: number;
}

/** Cable is one line of the drawing, from a socket of the deployment to a system. */
export interface Cable {
  /** Where it is plugged in at the deployment. */
  from: Point;
  /** The system's socket. */
  to: Point;
  /** Its free end, when it is plugged in nowhere else. */
  loose: Point | undefined;
  path: string;
}

/** placeCables lays a cable for each light, the first at the top. */
export function placeCables(lights: readonly Light[], width: number, height: number): Cable[] {
  const middle = height / 2;
  const around = (index: number, pitch: number) =>
    middle + (index - (lights.length - 1) / 2) * pitch;
  const left = Math.min(bay.socket, (height - bay.socket) / Math.max(1, lights.length));
  return lights.map((light, index) => {
    const from = { x: 0, y: around(index, left) };
    const to = { x: width, y: around(index, bay.row + bay.gap) };
    const loose = light === 'missing' ? { x: width * 0.62, y: to.y + 10 } : undefined;
    return { from, to, loose, path: slack(from, loose ?? to) };
  });
}

// A cable hangs a little, and leaves both plugs level.
function slack(from: Point, to: Point): string {
  const reach = (to.x - from.x) * 0.45;
  const sag = 14;
  const points = [
    [from.x + reach, from.y + sag],
    [to.x - reach, to.y + sag],
    [to.x, to.y],
  ];
  const curve = points.map(([x = 0, y = 0]) => `${round(x)} ${round(y)}`).join(', ');
  return `M${round(from.x)} ${round(from.y)} C${curve}`;
}

const round = (value: number) => String(Math.round(value * 10) / 10);
