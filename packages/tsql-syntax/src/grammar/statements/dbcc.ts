import { TokenKind } from '../../lexer/token-kind.js';
import type { Parser } from '../../parser/parser.js';
import { keyword, option } from '../options.js';
import { field, flag, optional, words } from '../parts.js';
import { checked, either, list, native, node, parenthesizedOrEmpty, startingWhen } from '../rules.js';
import { statement } from '../statement.js';
import { anyWord, expression, identifier, integer, objectName } from '../values.js';
import { size } from './database/files.js';

/**
 * Commands by name. Sources: learn.microsoft.com/sql/t-sql/database-console-commands/dbcc-transact-sql, and for the
 * undocumented ones what DBCC HELP ('?') lists.
 */
// biome-ignore format: a list of names
const COMMANDS = [
  'ACTIVECURSORS', 'ADDEXTENDEDPROC', 'ADDINSTANCE', 'AUDITEVENT', 'AUTOPILOT', 'BUFFER', 'BYTES', 'CACHEPROFILE', 'CACHESTATS', 'CALLFULLTEXT',
  'CHECKALLOC', 'CHECKCATALOG', 'CHECKCONSTRAINTS', 'CHECKDB', 'CHECKFILEGROUP', 'CHECKIDENT', 'CHECKPRIMARYFILE', 'CHECKTABLE', 'CLEANTABLE',
  'CLEARSPACECACHES', 'CLONEDATABASE', 'COLLECTSTATS', 'CSINDEX', 'CURSORSTATS', 'DBCONTROL', 'DBINFO', 'DBRECOVER',
  'DBREINDEX', 'DBREINDEXALL', 'DBREPAIR', 'DBTABLE', 'DEBUGBREAK', 'DELETEINSTANCE', 'DETACHDB', 'DROPCLEANBUFFERS', 'DROPEXTENDEDPROC',
  'DUMPCONFIG', 'DUMPDBINFO', 'DUMPDBTABLE', 'DUMPLOCK', 'DUMPLOG', 'DUMPPAGE', 'DUMPRESOURCE', 'DUMPTRIGGER', 'ERRORLOG', 'EXTENTINFO',
  'FILEHEADER', 'FIXALLOCATION', 'FLUSH', 'FLUSHAUTHCACHE', 'FLUSHPROCINDB', 'FORCEGHOSTCLEANUP', 'FREEPROCCACHE', 'FREESESSIONCACHE',
  'FREESYSTEMCACHE', 'FREEZE_IO', 'HELP', 'ICECAPQUERY', 'INCREMENTINSTANCE', 'IND', 'INDEXDEFRAG', 'INPUTBUFFER', 'INVALIDATE_TEXTPTR',
  'INVALIDATE_TEXTPTR_OBJID', 'LATCH', 'LOG', 'LOGINFO', 'MAPALLOCUNIT', 'MEMORYSTATUS', 'METADATA', 'MOVEPAGE',
  'NO_TEXTPTR', 'OPENTRAN', 'OPTIMIZER_WHATIF', 'OUTPUTBUFFER', 'PAGE', 'PDW_SHOWEXECUTIONPLAN', 'PDW_SHOWMATERIALIZEDVIEWOVERHEAD',
  'PDW_SHOWPARTITIONSTATS', 'PDW_SHOWSPACEUSED', 'PERFMON', 'PERSISTSTACKHASH', 'PINTABLE', 'PROCCACHE', 'PRTIPAGE', 'READPAGE', 'RENAMECOLUMN',
  'RESOURCE', 'RULEOFF', 'RULEON', 'SEMETADATA', 'SETCPUWEIGHT', 'SETINSTANCE', 'SETIOWEIGHT', 'SHOWCONTIG', 'SHOWFILESTATS', 'SHOWOFFRULES',
  'SHOWONRULES', 'SHOWRESULTCACHESPACEUSED', 'SHOWTABLEAFFINITY', 'SHOWTEXT', 'SHOWWEIGHTS', 'SHOW_STATISTICS', 'SHRINKDATABASE', 'SHRINKFILE',
  'SHRINKLOG', 'SQLMGRSTATS', 'SQLPERF', 'STACKDUMP', 'TEC', 'THAW_IO', 'TRACEOFF', 'TRACEON', 'TRACESTATUS', 'UNPINTABLE', 'UPDATEUSAGE',
  'USEPLAN', 'USEROPTIONS', 'WRITEPAGE',
] as const;

/** A word in an argument is a name or a keyword of the command (NOINDEX, RESEED): never a column. */
const argumentValue = native({
  holdsNodes: true,
  starts: (p: Parser) => expression.starts(p),
  parse: (p: Parser) => {
    if (p.kind() === TokenKind.Word && p.term(1) !== '.' && p.term(1) !== '(') return anyWord.parse(p);
    return p.isIdentifierAt(0) && p.term(1) === '.' ? objectName.parse(p) : expression.parse(p);
  },
  write: (value, w) => {
    w.node(value);
  },
});

const argument = either(
  startingWhen(
    node(
      'DbccNamedArgument',
      field('name', anyWord),
      words('='),
      field(
        'value',
        either(
          startingWhen({ ...size }, (p) => isSize(p)),
          argumentValue,
        ),
      ),
    ),
    (p) => p.kind() === TokenKind.Word && p.term(1) === '=',
  ),
  node('DbccArgument', field('value', argumentValue)),
);

/** `SIZE = 100 MB` */
function isSize(p: Parser): boolean {
  return p.kind() === TokenKind.Integer && p.kind(1) === TokenKind.Word;
}

// biome-ignore format: a list of names
const optionName = keyword(
  'ALL_CONSTRAINTS', 'ALL_ERRORMSGS', 'ALL_INDEXES', 'ALL_LEVELS', 'BACKUP_CLONEDB', 'COUNT_ROWS', 'DATA_PURITY', 'DENSITY_VECTOR',
  'ESTIMATEONLY', 'EXTENDED_LOGICAL_CHECKS', 'FAST', 'HISTOGRAM', 'HISTOGRAM_STEPS', 'MARK_IN_USE_FOR_REMOVAL', 'NO_INFOMSGS',
  'NO_QUERYSTORE', 'NO_STATISTICS', 'PHYSICAL_ONLY', 'SERVICEBROKER', 'STATS_STREAM', 'STAT_HEADER', 'TABLERESULTS', 'TABLOCK', 'VERIFY_CLONEDB',
);

const dbccOption = either(
  option('DbccMaxDop', { MAXDOP: integer }),
  node(
    'DbccLowPriority',
    words('WAIT_AT_LOW_PRIORITY'),
    optional(words('( ABORT_AFTER_WAIT ='), field('abortAfterWait', keyword('SELF', 'BLOCKERS')), words(')')),
  ),
  // STAT_HEADER JOIN DENSITY_VECTOR returns both as one.
  node('DbccOption', field('names', list(optionName, { separator: 'JOIN' }))),
);

/** Commands that are gone since SQL Server 2008. */
const REMOVED = new Set(['CONCURRENCYVIOLATION', 'MEMOBJLIST', 'MEMORYMAP']);

/** An extended procedure's library, which DBCC can set free. */
const library = checked(node('DbccLibrary', field('name', identifier), flag('free', '( FREE )')), (p, { name }) => {
  if (!REMOVED.has(name.name.toUpperCase())) return;
  p.report(`DBCC ${name.name.toUpperCase()} does not exist any more.`, name, 'Take it out of the script.');
});

export const dbcc = statement(
  'Dbcc',
  'DBCC',
  field('command', either(keyword(...COMMANDS), library)),
  optional(field('arguments', parenthesizedOrEmpty(argument))),
  optional(words('WITH'), field('options', list(dbccOption))),
);

export const dbccStatements = [dbcc] as const;
