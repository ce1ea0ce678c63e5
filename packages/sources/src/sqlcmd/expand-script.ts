import { dirname } from 'node:path';
import type { Diagnostic, Span } from '@datamigrate/diagnostics';
import type { Script } from '@datamigrate/tsql-engine';
import { sqlcmdDirectives } from '@datamigrate/tsql-syntax';
import { sourceDiagnostics } from '../diagnostics.js';
import { findByEnd, findPath } from '../files/find-path.js';
import { readTextOrGzip } from '../files/read-text.js';
import type { ScriptFile } from '../files/script-files.js';
import { type Renaming, renameDatabase } from './rename-database.js';
import { batchesOf, type Segment } from './segments.js';
import { substitute, type Variables } from './variables.js';

/** A script with what sqlcmd would do to it before a server sees it. */
export interface ExpandedScript {
  readonly scripts: readonly Script[];
  /** The script and all that it includes, as they were read with their variables filled in. */
  readonly files: readonly ScriptFile[];
  /** Absolute paths of the included files. */
  readonly included: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ExpandOptions {
  /** Absolute path of the script; included files are looked for beside the file that names them, then here. */
  readonly path: string;
  /** The folder of all scripts: what a path of another machine is looked for below. */
  readonly root: string;
  /** How the files below are called in messages. */
  readonly display: (path: string) => string;
  readonly variables: Variables;
  /** Whether a variable without a value is worth a word: in a script of plain T-SQL `$(x)` may be text like any other. */
  readonly strict: boolean;
  readonly settings?: Script['settings'];
  /** Of a database that is to be called otherwise. */
  readonly renaming?: Renaming | undefined;
}

const DEEPEST = 32;

/** Follows `:r` and `:setvar` and fills in `$(name)`. */
export async function expandScript(text: string, options: ExpandOptions): Promise<ExpandedScript> {
  const expansion = new Expansion(options);
  await expansion.add(options.path, text, []);
  expansion.reportElsewhere();
  const { segments, files, included, diagnostics } = expansion;
  const scripts = batchesOf(segments, options.settings);
  return { scripts, files: [...files.values()], included: [...included], diagnostics };
}

class Expansion {
  readonly segments: Segment[] = [];
  readonly files = new Map<string, ScriptFile>();
  readonly included = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #options: ExpandOptions;
  readonly #undefined = new Set<string>();
  /** Files with paths of another machine, and where they were found. */
  readonly #elsewhere: { readonly written: string; readonly found: string }[] = [];

  constructor(options: ExpandOptions) {
    this.#options = options;
  }

  async add(path: string, written: string, chain: readonly string[]): Promise<void> {
    const text = renameDatabase(written, this.#options.renaming);
    const file = this.#options.display(path);
    const directives = /^[ \t]*:[a-z]/im.test(text) ? sqlcmdDirectives(text) : [];
    let filled = '';
    let from = 0;
    let begun = 0;
    const cut = (): void => {
      const line = 1 + countLines(filled.slice(0, begun));
      this.segments.push({ file, offset: begun, line, text: filled.slice(begun) });
      begun = filled.length;
    };
    for (const { start, end, command, arguments: words } of directives) {
      filled += this.#fill(text.slice(from, start), file, filled.length);
      const span = { start: filled.length, end: filled.length + end - start };
      // A line that includes another file is no part of a batch.
      if (command === 'r') cut();
      filled += text.slice(start, end);
      from = end;
      if (command === 'setvar') this.#set(words, file, filled.length);
      if (command !== 'r') continue;
      begun = filled.length;
      await this.#include(includedPath(words, this.#options.variables), path, span, [...chain, path]);
    }
    filled += this.#fill(text.slice(from), file, filled.length);
    cut();
    this.files.set(file, { path: file, text: filled });
  }

  #set([name, value]: readonly string[], file: string, at: number): void {
    if (name === undefined) return;
    const { renaming, variables } = this.#options;
    const filled = this.#fill(value ?? '', file, at);
    const old = renaming !== undefined && filled.toLowerCase() === renaming.from.toLowerCase();
    variables.set(name.toLowerCase(), old ? renaming.to : filled);
  }

  #fill(text: string, file: string, at: number): string {
    const { text: filled, missing } = substitute(text, this.#options.variables);
    for (const name of this.#options.strict ? missing : []) {
      if (this.#undefined.has(name.toLowerCase())) continue;
      this.#undefined.add(name.toLowerCase());
      const place = at + filled.indexOf(`$(${name})`);
      this.#report(sourceDiagnostics.create('source-variable-undefined', { name }), file, {
        start: place,
        end: place + name.length + 3,
      });
    }
    return filled;
  }

  async #include(written: string, from: string, span: Span, chain: readonly string[]): Promise<void> {
    const { display, path, root } = this.#options;
    const here = (await findPath(dirname(from), written)) ?? (await findPath(dirname(path), written));
    const foreign = here === undefined && /^\s*(?:[a-z]:|\\\\)/i.test(written);
    const found = foreign ? await findByEnd(root, written) : here;
    const file = display(from);
    if (found !== undefined && chain.includes(found)) {
      const names = [...chain.slice(chain.indexOf(found)), found].map(display).join(' → ');
      this.#report(
        sourceDiagnostics.create('source-include-cycle', { file: display(found), chain: names }),
        file,
        span,
      );
      return;
    }
    const target = found ?? (await findPath(dirname(from), `${written}.gz`));
    const read = target === undefined || chain.length > DEEPEST ? undefined : await readTextOrGzip(target);
    if (target === undefined || !read) {
      this.#report(sourceDiagnostics.create('source-include-missing', { file: written }), file, span);
      return;
    }
    if (!read.ok || read.value === undefined) {
      const skipped = sourceDiagnostics.create('source-file-skipped', { path: display(target) });
      this.#report(read.ok ? skipped : read.error, file, span);
      return;
    }
    this.included.add(target);
    if (foreign) this.#elsewhere.push({ written, found: display(target) });
    await this.add(target, read.value, chain);
  }

  /** One word for all files whose paths are those of the machine on which the scripts were written. */
  reportElsewhere(): void {
    const [first] = this.#elsewhere;
    if (!first) return;
    const script = this.#options.display(this.#options.path);
    const count = new Set(this.#elsewhere.map(({ found }) => found)).size;
    const files = count === 1 ? '1 file that' : `${count} files that`;
    const have = count === 1 ? 'has a path' : 'have paths';
    this.diagnostics.push(sourceDiagnostics.create('source-include-elsewhere', { files, script, have, ...first }));
  }

  #report(diagnostic: Diagnostic, source: string, span: Span): void {
    this.diagnostics.push({ ...diagnostic, source, span });
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Quotes may stand around the path or around parts of it; a file has none in its name. */
function includedPath(words: readonly string[], variables: Variables): string {
  return substitute(words.join(' '), variables).text.replaceAll('"', '').trim();
}
