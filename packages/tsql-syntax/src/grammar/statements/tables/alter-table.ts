import type { Parser } from '../../../parser/parser.js';
import { keyword, onOff, option } from '../../options.js';
import { choice, field, flag, optional, words } from '../../parts.js';
import type { NodeOf } from '../../rule.js';
import { checked, either, list, node, parenthesized, startingWhen } from '../../rules.js';
import { statementWith } from '../../statement.js';
import { columnDefinition } from '../../tables/columns.js';
import { fileGroupOrScheme, lowPriorityOption, withIndexOptions } from '../../tables/index-options.js';
import { checkPeriod, tableElement } from '../../tables/table-definition.js';
import { expression, identifier, integer, objectName, stringLiteral } from '../../values.js';
import { tableOption } from './table-options.js';

const tableLead = { leads: ['ALTER TABLE'] } as const;

/** What follows ALTER TABLE name decides which statement it is; the name may have several parts. */
function afterTableName(...phrases: readonly string[]): (p: Parser) => boolean {
  return (p) => {
    let ahead = 2;
    while (p.isIdentifierAt(ahead) || p.term(ahead) === '.') {
      if (p.isIdentifierAt(ahead) && p.term(ahead + 1) !== '.') {
        ahead++;
        break;
      }
      ahead++;
    }
    return phrases.some((phrase) => phrase.split(' ').every((word, i) => p.term(ahead + i) === word));
  };
}

const checkPrefix = optional(words('WITH'), field('existing', keyword('CHECK', 'NOCHECK')));

/** PERIOD alone takes columns that the table has. */
function checkAddedPeriod(p: Parser, elements: readonly NodeOf<typeof tableElement>[]): void {
  if (elements.some((element) => element.kind === 'ColumnDefinition')) checkPeriod(p, elements);
}

export const alterTableAdd = statementWith(
  'AlterTableAddTableElement',
  { ...tableLead, applies: afterTableName('ADD', 'WITH CHECK ADD', 'WITH NOCHECK ADD') },
  words('ALTER TABLE'),
  field('name', objectName),
  checkPrefix,
  words('ADD'),
  field('elements', checked(list(tableElement), checkAddedPeriod)),
);

const columnTypeChange = node(
  'ColumnTypeChange',
  field('column', columnDefinition),
  optional(words('WITH'), field('options', parenthesized(list(option('AlterColumnOption', { ONLINE: onOff }))))),
);

export const alterTableAlterColumn = statementWith(
  'AlterTableAlterColumn',
  { ...tableLead, applies: afterTableName('ALTER COLUMN') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('ALTER COLUMN'),
  field(
    'change',
    either(
      startingWhen(
        node(
          'ColumnPropertyChange',
          field('column', identifier),
          choice('action', 'ADD', 'DROP'),
          field(
            'property',
            either(
              node(
                'MaskedProperty',
                words('MASKED'),
                optional(words('WITH ( FUNCTION ='), field('function', stringLiteral), words(')')),
              ),
              node(
                'PlainColumnProperty',
                field('name', keyword('ROWGUIDCOL', 'PERSISTED', 'NOT FOR REPLICATION', 'SPARSE', 'HIDDEN')),
              ),
            ),
          ),
        ),
        (p) => p.term(1) === 'ADD' || p.term(1) === 'DROP',
      ),
      columnTypeChange,
    ),
  ),
);

const dropConstraintMove = node('DropConstraintMove', words('MOVE TO'), field('target', fileGroupOrScheme));

const dropElement = checked(
  node(
    'DropTableElement',
    optional(choice('type', 'CONSTRAINT', 'COLUMN', 'INDEX', 'PERIOD FOR SYSTEM_TIME')),
    flag('ifExists', 'IF EXISTS'),
    optional(field('name', identifier)),
    optional(
      words('WITH'),
      field(
        'options',
        parenthesized(
          list(
            either(
              lowPriorityOption,
              dropConstraintMove,
              option('DropConstraintOption', { MAXDOP: integer, ONLINE: onOff }),
            ),
          ),
        ),
      ),
    ),
  ),
  (p, element) => {
    if (!element.name && element.type !== 'PERIOD FOR SYSTEM_TIME') p.fail('a name');
  },
);

export const alterTableDrop = statementWith(
  'AlterTableDropTableElement',
  { ...tableLead, applies: afterTableName('DROP') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('DROP'),
  field('elements', list(dropElement)),
);

export const alterTableConstraintState = statementWith(
  'AlterTableConstraintModification',
  {
    ...tableLead,
    applies: afterTableName(
      'CHECK CONSTRAINT',
      'NOCHECK CONSTRAINT',
      'WITH CHECK CHECK',
      'WITH NOCHECK CHECK',
      'WITH CHECK NOCHECK',
      'WITH NOCHECK NOCHECK',
    ),
  },
  words('ALTER TABLE'),
  field('name', objectName),
  checkPrefix,
  choice('state', 'CHECK', 'NOCHECK'),
  words('CONSTRAINT'),
  flag('all', 'ALL'),
  optional(field('constraints', list(identifier))),
);

export const alterTableTriggerState = statementWith(
  'AlterTableTriggerModification',
  { ...tableLead, applies: afterTableName('ENABLE TRIGGER', 'DISABLE TRIGGER') },
  words('ALTER TABLE'),
  field('name', objectName),
  choice('state', 'ENABLE', 'DISABLE'),
  words('TRIGGER'),
  flag('all', 'ALL'),
  optional(field('triggers', list(identifier))),
);

/** `ENABLE CHANGE_TRACKING [WITH (TRACK_COLUMNS_UPDATED = ON)]` */
export const alterTableChangeTracking = statementWith(
  'AlterTableChangeTrackingModification',
  { ...tableLead, applies: afterTableName('ENABLE CHANGE_TRACKING', 'DISABLE CHANGE_TRACKING') },
  words('ALTER TABLE'),
  field('name', objectName),
  choice('state', 'ENABLE', 'DISABLE'),
  words('CHANGE_TRACKING'),
  optional(words('WITH ( TRACK_COLUMNS_UPDATED ='), field('trackColumnsUpdated', onOff), words(')')),
);

export const alterTableFileTableNamespace = statementWith(
  'AlterTableFileTableNamespace',
  { ...tableLead, applies: afterTableName('ENABLE FILETABLE_NAMESPACE', 'DISABLE FILETABLE_NAMESPACE') },
  words('ALTER TABLE'),
  field('name', objectName),
  choice('state', 'ENABLE', 'DISABLE'),
  words('FILETABLE_NAMESPACE'),
);

export const alterTableSet = statementWith(
  'AlterTableSet',
  { ...tableLead, applies: afterTableName('SET') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('SET'),
  field('options', parenthesized(list(tableOption))),
);

export const alterTableSwitch = statementWith(
  'AlterTableSwitch',
  { ...tableLead, applies: afterTableName('SWITCH') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('SWITCH'),
  optional(words('PARTITION'), field('sourcePartition', expression)),
  words('TO'),
  field('target', objectName),
  optional(words('PARTITION'), field('targetPartition', expression)),
  optional(
    words('WITH ('),
    field(
      'options',
      list(
        either(
          node('TruncateTarget', words('TRUNCATE_TARGET ='), field('state', onOff)),
          node(
            'SwitchLowPriority',
            words('WAIT_AT_LOW_PRIORITY ( MAX_DURATION ='),
            field('duration', integer),
            flag('minutes', 'MINUTES'),
            words(', ABORT_AFTER_WAIT ='),
            field('abortAfterWait', keyword('NONE', 'SELF', 'BLOCKERS')),
            words(')'),
          ),
        ),
      ),
    ),
    words(')'),
  ),
);

export const alterTableRebuild = statementWith(
  'AlterTableRebuild',
  { ...tableLead, applies: afterTableName('REBUILD') },
  words('ALTER TABLE'),
  field('name', objectName),
  words('REBUILD'),
  optional(words('PARTITION ='), field('partition', either(node('AllPartitions', words('ALL')), expression))),
  optional(field('options', withIndexOptions)),
);

/** `SPLIT RANGE (x)`, `MERGE RANGE (x)` of Synapse, whose tables carry their partitions themselves. */
export const alterTablePartition = statementWith(
  'AlterTablePartition',
  { ...tableLead, applies: afterTableName('SPLIT RANGE', 'MERGE RANGE') },
  words('ALTER TABLE'),
  field('name', objectName),
  choice('action', 'SPLIT', 'MERGE'),
  words('RANGE'),
  field('boundary', parenthesized(expression)),
);

export const alterTableStatements = [
  alterTableAdd,
  alterTableAlterColumn,
  alterTableDrop,
  alterTableConstraintState,
  alterTableTriggerState,
  alterTableChangeTracking,
  alterTableFileTableNamespace,
  alterTableSet,
  alterTableSwitch,
  alterTableRebuild,
  alterTablePartition,
] as const;
