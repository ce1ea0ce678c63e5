import type { Module } from '@datamigrate/catalog';
import { commentAbove } from '@datamigrate/dbt-project';

/** A text of the source, as its files are called. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What authors wrote above their objects and statements. */
export class ModuleTexts {
  readonly #files: ReadonlyMap<string, readonly string[]>;

  constructor(files: readonly SourceFile[]) {
    this.#files = new Map(files.map(({ path, text }) => [path, linesOf(text)]));
  }

  /** The comment above the object; a definition read from a server may start with it. */
  ofModule(module: Module): string {
    if (module.description !== undefined && module.description !== '') return module.description;
    const own = linesOf(module.definition);
    const start = own.findIndex((line) => /\b(?:create|alter)\b/i.test(line) && !/^\s*(?:--|\*|\/\*)/.test(line));
    const inside = start > 0 ? commentAbove(own, start) : '';
    if (inside !== '') return inside;
    const place = this.#placeOf(module);
    return place === undefined ? '' : commentAbove(place.lines, place.start);
  }

  /** The comment above a line, counted as the trace counts. */
  ofLine(module: Module, line: number): string {
    const offset = line - (module.origin?.line ?? 1);
    const place = this.#placeOf(module);
    if (place === undefined) return commentAbove(linesOf(module.definition), offset);
    return commentAbove(place.lines, place.start + offset);
  }

  /** The same line, counted in the file from 1. */
  fileLine(module: Module, line: number): number {
    const place = this.#placeOf(module);
    return place === undefined ? line : place.start + 1 + line - (module.origin?.line ?? 1);
  }

  /**
   * Where the definition stands in its file. The line that the source tells is tried first; it may count from the start
   * of a batch, or the file may have been edited. Undefined where the file does not hold the definition.
   */
  #placeOf(module: Module): { readonly lines: readonly string[]; readonly start: number } | undefined {
    const { origin, definition } = module;
    const lines = origin === undefined ? undefined : this.#files.get(origin.file);
    if (origin === undefined || lines === undefined) return undefined;
    const own = linesOf(definition).map((line) => line.trimEnd());
    const isHere = (start: number): boolean =>
      own.every((line, i) => {
        const there = lines[start + i]?.trimEnd() ?? '';
        // Other statements may stand before and behind it on its lines.
        return i === 0 ? there.endsWith(line) || (own.length === 1 && there.includes(line)) : there.startsWith(line);
      });
    if (isHere(origin.line - 1)) return { lines, start: origin.line - 1 };
    const start = lines.findIndex((line, i) => line.includes(own[0] ?? '') && isHere(i));
    return start < 0 ? undefined : { lines, start };
  }
}

const linesOf = (text: string): readonly string[] => text.split(/\r\n|\r|\n/);
