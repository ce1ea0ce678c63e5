import { NODE_HEIGHT, NODE_WIDTH } from './node-size.js';

export interface Place {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
/** A point of the graph is seen at `point × zoom + (x, y)`. */
export interface View extends Place {
  readonly zoom: number;
}

const PADDING = 24;
/** Below this nobody can read the names of nodes. */
const READABLE = 0.5;
const CLOSE = 0.75;

/** The whole graph where it stays readable, else around the chosen node, else where the graph begins. */
export function startingView(places: Iterable<Place>, box: Size, chosen?: Place, whole = false): View | null {
  const all = [...places];
  if (all.length === 0 || box.width <= 0 || box.height <= 0) return null;
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const width = Math.max(...all.map(({ x }) => x)) + NODE_WIDTH - left;
  const height = Math.max(...all.map(({ y }) => y)) + NODE_HEIGHT - top;
  const middle = { x: left + width / 2, y: top + height / 2 };

  const fitting = Math.min((box.width - 2 * PADDING) / width, (box.height - 2 * PADDING) / height, 1);
  const zoom = whole || fitting >= READABLE ? fitting : CLOSE;
  const centred = (point: Place) => ({ x: box.width / 2 - point.x * zoom, y: box.height / 2 - point.y * zoom, zoom });
  if (zoom === fitting) return centred(middle);
  if (chosen) return centred({ x: chosen.x + NODE_WIDTH / 2, y: chosen.y + NODE_HEIGHT / 2 });
  return { ...centred(middle), x: PADDING - left * zoom };
}
