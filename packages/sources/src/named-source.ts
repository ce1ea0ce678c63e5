/** A source as it was asked for: where it is, and what its database is to be called. */
export interface NamedSource {
  readonly database?: string;
  readonly path: string;
}

/** `Oltp=../adventureworks`. Nothing with a slash is a name, so that `./a=b.sql` is a file. */
const NAMED = /^([\p{L}_][\p{L}\p{N}_@#$ -]*)=(.+)$/su;

export function nameOfSource(text: string): NamedSource {
  const [, database, path] = NAMED.exec(text) ?? [];
  return database === undefined || path === undefined ? { path: text } : { database, path };
}

/** The same source at another place. */
export function withPath(text: string, change: (path: string) => string): string {
  const { database, path } = nameOfSource(text);
  const changed = change(path);
  if (database !== undefined) return `${database}=${changed}`;
  return NAMED.test(changed) ? `./${changed}` : changed;
}
