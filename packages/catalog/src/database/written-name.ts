import type { QualifiedName } from './model.js';

/** A name, or text, as T-SQL writes it so that nothing in it is read as something else. */
export const quotedIdentifier = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

export const quotedName = ({ schema, name }: QualifiedName): string =>
  `${quotedIdentifier(schema)}.${quotedIdentifier(name)}`;

export const quotedText = (text: string): string => `N'${text.replaceAll("'", "''")}'`;
