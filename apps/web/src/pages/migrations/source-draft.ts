import type { CreateMigrationBody, MigrationOptions } from '@datamigrate/contracts';

export const SOURCE_KINDS = ['files', 'connection', 'script', 'sample'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface SourceDraft {
  kind: SourceKind;
  files: readonly { readonly name: string; readonly size: number }[];
  connectionId: string;
  /** Of a server: what is read, by patterns, and how many rows of each table. */
  include: string;
  leaveOut: string;
  rows: string | number;
  script: string;
  sample: string;
}

export const NO_SOURCE = {
  files: [],
  connectionId: '',
  include: '',
  leaveOut: '',
  rows: '',
  script: '',
  sample: '',
} as const satisfies Omit<SourceDraft, 'kind'>;

export interface OptionsDraft {
  name: string;
  projectId: string;
  checkpoints: readonly string[];
  select: string;
  exclude: string;
}

/** Of several versions of one path the last; of what cannot be read only the names. */
export function addFiles<T extends { readonly name: string }>(
  present: readonly T[],
  added: readonly T[],
  endings: readonly string[],
): { readonly files: T[]; readonly ignored: string[] } {
  const readable = (name: string) => endings.some((ending) => name.toLowerCase().endsWith(ending));
  const byName = new Map([...present, ...added.filter(({ name }) => readable(name))].map((file) => [file.name, file]));
  const ignored = added.filter(({ name }) => !readable(name)).map(({ name }) => name);
  return { files: [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), ignored };
}

export function isReady(draft: SourceDraft, maxBytes: number): boolean {
  if (draft.kind === 'files') return draft.files.length > 0 && totalBytes(draft.files) <= maxBytes;
  if (draft.kind === 'connection') return draft.connectionId !== '' && (draft.rows === '' || Number(draft.rows) >= 1);
  return draft.kind === 'script' ? draft.script.trim() !== '' : draft.sample !== '';
}

export function totalBytes(files: SourceDraft['files']): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

function lines(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function optionsOf(draft: OptionsDraft): MigrationOptions {
  const { name, projectId, checkpoints } = draft;
  return {
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(projectId !== '' && { projectId }),
    checkpoints: [...checkpoints] as NonNullable<MigrationOptions['checkpoints']>,
    select: lines(draft.select),
    exclude: lines(draft.exclude),
  };
}

/** The JSON body; null for files, which are sent as multipart. */
export function bodyOf(source: SourceDraft, options: OptionsDraft): CreateMigrationBody | null {
  const { kind } = source;
  if (kind === 'files') return null;
  const given = optionsOf(options);
  if (kind === 'connection') {
    const { connectionId, include, leaveOut, rows } = source;
    const limit = rows === '' ? {} : { rows: Number(rows) };
    return {
      ...given,
      source: { kind, connectionId, include: lines(include), exclude: lines(leaveOut), ...limit },
    };
  }
  if (kind === 'script') return { ...given, source: { kind, text: source.script } };
  return { ...given, source: { kind, name: source.sample } };
}
