import type { QualifiedName } from '@datamigrate/catalog';

export const quoted = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

export const quotedName = ({ schema, name }: QualifiedName): string => `${quoted(schema)}.${quoted(name)}`;
