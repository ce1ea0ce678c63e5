import { displayName, type Module } from '@datamigrate/catalog';
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
    const lines = this.#linesOf(module);
    return lines === undefined ? '' : commentAbove(lines, (module.origin?.line ?? 1) - 1);
  }

  /** The comment above a line, counted as the trace counts: in the file, from 1. */
  ofLine(module: Module, line: number): string {
    const lines = this.#linesOf(module);
    if (lines !== undefined) return commentAbove(lines, line - 1);
    return commentAbove(linesOf(module.definition), line - (module.origin?.line ?? 1));
  }

  /** Undefined where the file is unknown or holds something else at that place: the text of a server, an edited file. */
  #linesOf(module: Module): readonly string[] | undefined {
    const { origin } = module;
    const lines = origin === undefined ? undefined : this.#files.get(origin.file);
    const first = linesOf(module.definition)[0]?.trim() ?? displayName(module);
    return lines?.[(origin?.line ?? 1) - 1]?.includes(first) ? lines : undefined;
  }
}

const linesOf = (text: string): readonly string[] => text.split(/\r\n|\r|\n/);
