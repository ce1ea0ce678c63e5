import { expect, it } from 'vitest';
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.js';
import { type Place, startingView, type View } from './starting-view.js';

const box = { width: 1000, height: 600 };
const seen = ({ x, y }: Place, view: View) => ({ x: x * view.zoom + view.x, y: y * view.zoom + view.y });

it('shows a small graph as a whole, in the middle, never larger than it is', () => {
  const view = startingView([{ x: 40, y: 40 }], box) as View;
  expect(view.zoom).toBe(1);
  expect(seen({ x: 40 + NODE_WIDTH / 2, y: 40 + NODE_HEIGHT / 2 }, view)).toEqual({ x: 500, y: 300 });
});

it('keeps all nodes in the box while names can be read', () => {
  const places = [
    { x: 0, y: 0 },
    { x: 1400, y: 500 },
  ];
  const view = startingView(places, box) as View;
  expect(view.zoom).toBeGreaterThan(0.5);
  expect(seen({ x: 1400 + NODE_WIDTH, y: 0 }, view).x).toBeLessThanOrEqual(1000);
});

it('begins a large graph where it begins, or at the chosen node', () => {
  const places = [
    { x: 100, y: 0 },
    { x: 9000, y: 4000 },
  ];
  const start = startingView(places, box) as View;
  expect(start.zoom).toBe(0.75);
  expect(seen({ x: 100, y: 0 }, start).x).toBe(24);
  const there = startingView(places, box, { x: 9000, y: 4000 }) as View;
  expect(seen({ x: 9000 + NODE_WIDTH / 2, y: 4000 + NODE_HEIGHT / 2 }, there)).toEqual({ x: 500, y: 300 });
  expect(startingView(places, box, undefined, true)?.zoom).toBeLessThan(0.15);
});

it('has no view of nothing', () => {
  expect(startingView([], box)).toBeNull();
  expect(startingView([{ x: 0, y: 0 }], { width: 0, height: 0 })).toBeNull();
});
