import type { QualifiedName } from '@datamigrate/catalog';

export const quoted = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

export const quotedName = ({ schema, name }: QualifiedName): string => `${quoted(schema)}.${quoted(name)}`;

/** A text as T-SQL writes it. */
export const literal = (text: string): string => `N'${text.replaceAll("'", "''")}'`;
