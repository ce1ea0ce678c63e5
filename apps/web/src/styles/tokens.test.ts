import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const from = css.indexOf(`${selector} {`);
  const block = css.slice(from, css.indexOf('}', from));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

/** WCAG 2: relative luminance, and the contrast of two colours. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [more, less] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (more + 0.05) / (less + 0.05);
}

const TEXT = ['ink', 'ink-2', 'ink-3', 'accent', 'brand', 'good', 'warn', 'bad', 'info', 'idle'];
const GROUNDS = ['canvas', 'surface', 'raised'];
const PAIRS = [
  ...TEXT.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ...['ink', 'ink-2', 'ink-3'].map((text) => [text, 'sunken'] as const),
  ...['good', 'warn', 'bad', 'info', 'idle', 'accent'].map((tone) => [tone, `${tone}-soft`] as const),
  ...['warn-soft', 'bad-soft', 'accent-soft'].map((ground) => ['ink-2', ground] as const),
  ['on-accent', 'accent'] as const,
  ['canvas', 'ink'] as const,
];

describe.each([
  ['light', ':root'],
  ['dark', '[data-theme="dark"]'],
])('%s', (_, selector) => {
  const tokens = tokensOf(selector);
  it.each(PAIRS)('%s can be read on %s', (text, ground) => {
    expect(contrast(tokens.get(text) ?? '#000000', tokens.get(ground) ?? '#000000')).toBeGreaterThanOrEqual(4.5);
  });
});
