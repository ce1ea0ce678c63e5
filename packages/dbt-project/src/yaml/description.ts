import { literalText } from './write-yaml.js';

/** What is left of a line of 100 characters behind the deepest indentation. */
const WIDTH = 88;

/** Text of a description: Jinja in it does not act, and long paragraphs have lines that fit on a screen. */
export function descriptionText(text: string | undefined): string | undefined {
  return literalText(text)?.split('\n').map(wrapped).join('\n');
}

/** Markdown takes a line break inside a paragraph for a blank; the lines of a list go on indented. */
function wrapped(line: string): string {
  if (line.length <= WIDTH) return line;
  const [, marker = ''] = /^(\s*(?:\d+\.|[-*])\s+)/.exec(line) ?? [];
  const indent = ' '.repeat(marker.length);
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(marker.length).split(' ')) {
    if (current !== '' && current.length + 1 + word.length > WIDTH - indent.length) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return marker + [...lines, current].join(`\n${indent}`);
}
