import type { Rel } from '@datamigrate/relational';
import { type Doc, hardLine, lineComment } from '../layout/doc.js';

const WIDTH = 78;
/** Longer ones stand above, so that what they are about keeps its line. */
const SHORT = 60;

/** Lines of comments above a node, each with its line end. */
export function above({ comments }: Rel.Commented): Doc {
  if (!comments) return '';
  const texts = [...comments.before, ...comments.after.filter((text) => !isShort(text))];
  return texts.flatMap(linesOf).map((text): Doc => [`-- ${text}`, hardLine]);
}

/** Comments behind a node and what ends it; the line ends there. */
export function behind({ comments }: Rel.Commented): Doc {
  const texts = comments?.after.filter(isShort) ?? [];
  return texts.length === 0 ? '' : lineComment(texts.map(plainText).join('; '));
}

/** All of them above, where nothing can stand behind. */
export const allAbove = ({ comments }: Rel.Commented): Doc =>
  above(comments ? { comments: { before: [...comments.before, ...comments.after], after: [] } } : {});

export const hasComments = ({ comments }: Rel.Commented): boolean => comments !== undefined;

const isShort = (text: string): boolean => text.length <= SHORT && !text.includes('\n');

/** Braces would be read by Jinja. */
const plainText = (text: string): string => text.replace(/([{%#}])(?=[{%#}])/g, '$1 ');

function linesOf(text: string): string[] {
  return plainText(text)
    .split('\n')
    .flatMap((written) => {
      const lines: string[] = [];
      for (const word of written.split(/\s+/)) {
        const last = lines[lines.length - 1];
        if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
      }
      return lines;
    });
}
