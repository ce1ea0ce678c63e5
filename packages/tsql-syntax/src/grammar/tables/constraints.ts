import type { Term } from '../../lexer/words/index.js';
import type { Parser } from '../../parser/parser.js';
import { keyword } from '../options.js';
import { choice, field, flag, optional, words } from '../parts.js';
import { either, list, node, parenthesized, several, startingWhen } from '../rules.js';
import { columnName, condition, expression, identifier, objectName } from '../values.js';
import { fileStreamOn, onFileGroup, withIndexOptions } from './index-options.js';

/** A column of a key or index, with its direction. */
export const keyColumn = node('KeyColumn', field('name', columnName), optional(choice('direction', 'ASC', 'DESC')));

/** `[CONSTRAINT name] word`: the word tells which constraint it is. */
export function afterConstraintName(...first: readonly Term[]): (p: Parser) => boolean {
  return (p) => (first as readonly string[]).includes(p.at('CONSTRAINT') ? p.term(2) : p.term());
}

const named = optional(words('CONSTRAINT'), field('name', identifier));

/** PRIMARY KEY and UNIQUE, on a column (no columns of their own) or on a table. */
export const uniqueConstraint = startingWhen(
  node(
    'UniqueConstraint',
    named,
    choice('type', 'PRIMARY KEY', 'UNIQUE'),
    optional(choice('clustering', 'CLUSTERED', 'NONCLUSTERED', 'NONCLUSTERED HASH', 'HASH')),
    optional(field('columns', parenthesized(list(keyColumn)))),
    flag('notEnforced', 'NOT ENFORCED'),
    optional(field('options', withIndexOptions)),
    optional(onFileGroup),
    optional(fileStreamOn),
  ),
  afterConstraintName('PRIMARY', 'UNIQUE'),
);

const referentialAction = node(
  'ReferentialAction',
  choice('event', 'ON DELETE', 'ON UPDATE'),
  field('action', keyword('NO ACTION', 'CASCADE', 'SET NULL', 'SET DEFAULT')),
);

export const foreignKeyConstraint = startingWhen(
  node(
    'ForeignKeyConstraint',
    named,
    flag('keyword', 'FOREIGN KEY'),
    optional(field('columns', parenthesized(list(identifier)))),
    words('REFERENCES'),
    field('references', objectName),
    optional(field('referencedColumns', parenthesized(list(identifier)))),
    optional(field('actions', several(referentialAction))),
    flag('notForReplication', 'NOT FOR REPLICATION'),
    optional(choice('enforced', 'ENFORCED', 'NOT ENFORCED')),
  ),
  afterConstraintName('FOREIGN', 'REFERENCES'),
);

export const checkConstraint = startingWhen(
  node(
    'CheckConstraint',
    named,
    words('CHECK'),
    flag('notForReplication', 'NOT FOR REPLICATION'),
    field('condition', parenthesized(condition)),
  ),
  afterConstraintName('CHECK'),
);

/** DEFAULT on a column; `FOR column` when it is added to a table. */
export const defaultConstraint = startingWhen(
  node(
    'DefaultConstraint',
    named,
    words('DEFAULT'),
    field('value', expression),
    optional(words('FOR'), field('column', identifier)),
    flag('withValues', 'WITH VALUES'),
  ),
  afterConstraintName('DEFAULT'),
);

/** `CONNECTION (a TO b, …)` of edge tables. */
export const edgeConstraint = startingWhen(
  node(
    'EdgeConstraint',
    named,
    words('CONNECTION'),
    field(
      'connections',
      parenthesized(list(node('EdgeConnection', field('from', objectName), words('TO'), field('to', objectName)))),
    ),
    optional(field('actions', several(referentialAction))),
  ),
  // A column may be called `connection`.
  (p) => (p.at('CONSTRAINT') ? p.term(2) === 'CONNECTION' : p.atAll('CONNECTION', '(')),
);

/** A constraint of a table: the name comes first, so the word behind it decides. */
export const tableConstraint = either(
  uniqueConstraint,
  foreignKeyConstraint,
  checkConstraint,
  defaultConstraint,
  edgeConstraint,
);
