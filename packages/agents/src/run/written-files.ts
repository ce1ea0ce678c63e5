import { z } from 'zod';
import { type JsonLines, openJsonLines, readJsonLines } from './json-lines.js';

const lineSchema = z.object({
  path: z.string(),
  /** Of the content that is about to be written; none for what tools write themselves (dbt's target/, a warehouse). */
  sha256: z.string().optional(),
  /** Objects that need the file; none for files of the project as a whole. */
  owners: z.array(z.string()).readonly(),
  removed: z.literal(true).optional(),
});
type Line = z.infer<typeof lineSchema>;

/** What the run knows about a path that it has written. */
export interface WrittenFile {
  /** Every content that the run wrote there: a kill may leave the one before the last. */
  readonly contents: readonly string[];
  readonly owners: readonly string[];
  /** Written by tools at will, so that a changed content says nothing. */
  readonly isClaimed: boolean;
}

/**
 * .datamigrate/files.jsonl: the paths below --out that the run writes, with hashes. It tells our files from those of
 * people. Each line is there before the file is, so that no kill can leave a file of ours that nobody knows. A journal,
 * not one JSON document: it grows with every file, and rewriting it each time would take quadratic time.
 */
export interface WrittenFiles {
  readonly all: ReadonlyMap<string, WrittenFile>;
  record(line: Line): void;
  close(): void;
}

export const WRITTEN_FILES = 'files.jsonl';

export async function openWrittenFiles(file: string): Promise<WrittenFiles> {
  const all = await readWrittenFiles(file);
  const journal: JsonLines = await openJsonLines(file);
  return {
    all,
    record(line) {
      journal.append(line);
      take(all, line);
    },
    close: () => journal.close(),
  };
}

export async function readWrittenFiles(file: string): Promise<Map<string, WrittenFile>> {
  const all = new Map<string, WrittenFile>();
  for (const value of await readJsonLines(file)) {
    const line = lineSchema.safeParse(value);
    if (line.success) take(all, line.data);
  }
  return all;
}

function take(all: Map<string, WrittenFile>, { path, sha256, owners, removed }: Line): void {
  if (removed) {
    all.delete(path);
    return;
  }
  const contents = all.get(path)?.contents ?? [];
  all.set(path, {
    contents: sha256 === undefined ? contents : [...contents.filter((known) => known !== sha256), sha256],
    owners,
    isClaimed: sha256 === undefined,
  });
}
