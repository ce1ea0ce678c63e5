import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from './diagnostic-codes.js';

export interface MarkdownFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Without blocks of code. */
  readonly prose: string;
}

const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', '.cache', 'demo-output', 'coverage']);

export function markdownFiles(folder = ROOT): MarkdownFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [markdownFile(path)] : [];
  });
}

function markdownFile(path: string): MarkdownFile {
  const text = readFileSync(path, 'utf8');
  const prose = text.replace(/^([ \t]*)```[^\n]*\n[\s\S]*?\n\1```[ \t]*$/gm, '');
  return { path: relative(ROOT, path).split(sep).join('/'), text, prose };
}

/** The anchors of a file's titles, as GitHub makes them. */
export function anchorsOf({ prose }: MarkdownFile): string[] {
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => {
    const plain = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
    const anchor = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}
