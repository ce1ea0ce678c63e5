import { quotedText } from '@datamigrate/catalog';
import { type ModelElement, nameParts, withoutBrackets } from './model-element.js';

/** The classes of objects that descriptions are kept of, as sp_addextendedproperty calls them. */
const LEVELS: Readonly<Record<string, string | undefined>> = {
  '[SqlTableBase]': 'TABLE',
  '[SqlTable]': 'TABLE',
  '[SqlView]': 'VIEW',
  '[SqlProcedure]': 'PROCEDURE',
  '[SqlFunction]': 'FUNCTION',
};

/** sp_addextendedproperty for MS_Description of an object or column; empty for properties that are not kept. */
export function descriptionScript(property: ModelElement): string {
  const [kind = '', ...path] = nameParts(property.name ?? '');
  const name = path.pop();
  const value = property.properties.get('Value');
  if (name?.toLowerCase() !== '[ms_description]' || value === undefined) return '';
  const [schema, object, column] = path.map(withoutBrackets);
  const isColumn = kind === '[SqlColumn]';
  const level = isColumn ? 'TABLE' : LEVELS[kind];
  if (level === undefined || schema === undefined || object === undefined) return '';
  const words = [
    `@name = N'MS_Description'`,
    `@value = ${value}`,
    ...levelText(0, 'SCHEMA', schema),
    ...levelText(1, level, object),
  ];
  if (isColumn && column !== undefined) words.push(...levelText(2, 'COLUMN', column));
  return `EXEC sp_addextendedproperty ${words.join(', ')};\n`;
}

export function levelText(level: number, type: string, name: string): readonly string[] {
  return [`@level${level}type = N'${type}'`, `@level${level}name = ${quotedText(name)}`];
}
