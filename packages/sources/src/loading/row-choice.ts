/** Which rows a source is loaded with. */
export type RowChoice =
  /** Those that it has. Over the connection it has to be one, where `connection` asks for that. */
  | { readonly kind: 'source'; readonly connection?: true }
  /** Those that its files hold: nothing is read over a connection. */
  | { readonly kind: 'files' }
  /** Data files of a folder for the tables that they are called like; the others as for `files`. */
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'none' };

/** Where the rows of a table come from. */
export interface RowOrigin {
  readonly from: 'scripts' | 'package' | 'connection' | 'file' | 'none';
  /** The data file. */
  readonly file?: string;
  /** There are more rows than were taken. */
  readonly sampled?: true;
  /** Values of some columns were replaced. */
  readonly masked?: true;
}
