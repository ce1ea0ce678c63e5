import type { TableAlias, TableNode } from '../ast/tables.js';
import type { NodeWriter } from '../grammar/rule.js';
import { callArguments, commaList, inParentheses, type PrintTable, when } from './print-table.js';

export const printTables: PrintTable<TableNode> = {
  NamedTable: (node, w) => {
    w.node(node.name);
    when(node.temporal, w);
    if (node.forPath) w.text('FOR PATH');
    if (node.alias) w.text('AS').node(node.alias);
    when(node.sample, w);
    if (node.hints.length > 0) inParentheses(node.hints, w.text('WITH'));
  },
  TemporalClause: (node, w) => {
    if (node.type === 'TIMESTAMP AS OF') {
      w.text('FOR TIMESTAMP AS OF');
      when(node.from, w);
      return;
    }
    w.text('FOR SYSTEM_TIME');
    const [first, second] = TEMPORAL_WORDS[node.type];
    w.text(first);
    if (node.type === 'CONTAINED IN') {
      w.open();
      when(node.from, w);
      w.tight(',');
      when(node.to, w);
      w.tight(')');
      return;
    }
    when(node.from, w);
    if (second) w.text(second);
    when(node.to, w);
  },
  TableSample: (node, w) => {
    w.text('TABLESAMPLE');
    if (node.system) w.text('SYSTEM');
    w.open().node(node.size);
    if (node.unit) w.text(node.unit);
    w.tight(')');
    if (node.repeatable) w.text('REPEATABLE').open().node(node.repeatable).tight(')');
  },
  VariableTable: (node, w) => {
    alias(node, w.node(node.variable));
    if (node.hints) inParentheses(node.hints, w.text('WITH'));
  },
  FunctionTable: (node, w) => {
    w.node(node.call);
    if (node.schema) inParentheses(node.schema, w.text('WITH'));
    alias(node, w);
  },
  BuiltInFunctionTable: (node, w) => {
    w.text('::').glue().node(node.name);
    callArguments(node.arguments, w);
    alias(node, w);
  },
  MethodTable: (node, w) => alias(node, w.node(node.call)),
  DerivedTable: (node, w) => alias(node, w.open().indent().line().node(node.query).dedent().line().text(')')),
  InlineTable: (node, w) => {
    w.open().text('VALUES');
    commaList(node.rows, w);
    w.tight(')');
    alias(node, w);
  },
  RowValue: (node, w) => inParentheses(node.values, w),
  DataModificationTable: (node, w) =>
    alias(node, w.open().indent().line().node(node.statement).dedent().line().text(')')),
  JoinedTable: (node, w) => {
    w.node(node.left).line().text(node.join);
    if (node.local) w.text('LOCAL');
    if (node.hint) w.text(node.hint);
    w.text('JOIN').node(node.right).text('ON').node(node.on);
  },
  UnqualifiedJoin: (node, w) => w.node(node.left).line().text(node.join).node(node.right),
  ParenthesizedTable: (node, w) => w.open().node(node.table).tight(')'),
  OdbcJoinedTable: (node, w) => w.open('{').text('oj').node(node.table).tight('}'),
  PivotedTable: (node, w) => {
    w.node(node.table).line().text('PIVOT').open().node(node.aggregate).text('FOR').node(node.pivotColumn);
    inParentheses(node.values, w.text('IN'));
    alias(node, w.tight(')'));
  },
  UnpivotedTable: (node, w) => {
    w.node(node.table).line().text('UNPIVOT').open().node(node.valueColumn).text('FOR').node(node.pivotColumn);
    inParentheses(node.sources, w.text('IN'));
    alias(node, w.tight(')'));
  },
  OpenJsonTable: (node, w) => {
    w.text('OPENJSON').tight('(').glue().node(node.json);
    if (node.path) w.tight(',').node(node.path);
    w.tight(')');
    if (node.schema) inParentheses(node.schema, w.text('WITH'));
    alias(node, w);
  },
  JsonColumn: (node, w) => {
    w.node(node.name).node(node.type);
    if (node.collation) w.text('COLLATE').node(node.collation);
    when(node.path, w);
    if (node.asJson) w.text('AS JSON');
  },
  OpenXmlTable: (node, w) => {
    w.text('OPENXML').tight('(').glue().node(node.document).tight(',').node(node.rowPattern);
    if (node.flags) w.tight(',').node(node.flags);
    w.tight(')');
    if (node.schema) inParentheses(node.schema, w.text('WITH'));
    if (node.schemaTable) w.text('WITH').node(node.schemaTable);
    alias(node, w);
  },
  OpenQueryTable: (node, w) =>
    alias(node, w.text('OPENQUERY').tight('(').glue().node(node.server).tight(',').node(node.query).tight(')')),
  OpenRowsetTable: (node, w) => {
    w.text('OPENROWSET').tight('(').glue().node(node.provider).tight(',');
    node.connection.forEach((part, i) => {
      if (i > 0) w.tight(';');
      w.node(part);
    });
    if (node.object) w.tight(',').node(node.object);
    if (node.query) w.tight(',').node(node.query);
    w.tight(')');
    if (node.schema) inParentheses(node.schema, w.text('WITH'));
    alias(node, w);
  },
  OpenRowsetBulkTable: (node, w) => {
    w.text('OPENROWSET').tight('(').glue().text('BULK');
    if (node.files.length === 1) commaList(node.files, w);
    else inParentheses(node.files, w);
    for (const option of node.options) w.tight(',').node(option);
    w.tight(')');
    if (node.schema) inParentheses(node.schema, w.text('WITH'));
    alias(node, w);
  },
  OpenRowsetCosmosTable: (node, w) => {
    w.text('OPENROWSET').tight('(').glue();
    commaList(node.options, w);
    w.tight(')');
    if (node.schema) inParentheses(node.schema, w.text('WITH'));
    alias(node, w);
  },
  NamedOption: (node, w) => {
    w.text(node.name);
    if (node.orderBy) inParentheses(node.orderBy, w);
    if (node.unique) w.text('UNIQUE');
    if (node.values) inParentheses(node.values, w.text('='));
    if (node.value) w.text('=').node(node.value);
  },
  OrderedColumn: (node, w) => {
    w.node(node.column);
    if (node.direction) w.text(node.direction);
  },
  BulkColumn: (node, w) => {
    w.node(node.name).node(node.type);
    if (node.collation) w.text('COLLATE').node(node.collation);
    if (node.nullable) w.text(node.nullable);
    when(node.position, w);
  },
  OpenDataSourceTable: (node, w) => {
    w.text('OPENDATASOURCE')
      .tight('(')
      .glue()
      .node(node.provider)
      .tight(',')
      .node(node.connection)
      .tight(')')
      .tight('.')
      .glue();
    alias(node, w.node(node.object));
  },
  ChangeTable: (node, w) => {
    w.text('CHANGETABLE')
      .tight('(')
      .glue()
      .text(node.since ? 'CHANGES' : 'VERSION')
      .node(node.target)
      .tight(',');
    if (node.since) w.node(node.since);
    else {
      inParentheses(node.keys ?? [], w);
      inParentheses(node.values ?? [], w.tight(','));
    }
    if (node.forceSeek) w.tight(',').text('FORCESEEK');
    alias(node, w.tight(')'));
  },
  FullTextTable: (node, w) => {
    w.text(node.function).tight('(').glue().node(node.table).tight(',');
    if (node.property) {
      w.text('PROPERTY').tight('(').glue();
      commaList(node.fullTextColumns, w);
      w.tight(',').node(node.property).tight(')');
    } else if (node.fullTextColumns.length === 1) commaList(node.fullTextColumns, w);
    else inParentheses(node.fullTextColumns, w);
    w.tight(',').node(node.search);
    if (node.language) w.tight(',').text('LANGUAGE').node(node.language);
    if (node.top) w.tight(',').node(node.top);
    alias(node, w.tight(')'));
  },
  SemanticTable: (node, w) => {
    w.text(node.function).tight('(').glue().node(node.table).tight(',');
    if (node.semanticColumns.length === 1) commaList(node.semanticColumns, w);
    else inParentheses(node.semanticColumns, w);
    const [first, ...rest] = node.keys;
    if (first) w.tight(',').node(first);
    if (node.matchedColumn) w.tight(',').node(node.matchedColumn);
    for (const key of rest) w.tight(',').node(key);
    alias(node, w.tight(')'));
  },
  PredictTable: (node, w) => {
    w.text('PREDICT')
      .tight('(')
      .glue()
      .text('MODEL')
      .text('=')
      .node(node.model)
      .tight(',')
      .text('DATA')
      .text('=')
      .node(node.data);
    if (node.runtime) w.tight(',').text('RUNTIME').text('=').node(node.runtime);
    inParentheses(node.schema, w.tight(')').text('WITH'));
    alias(node, w);
  },
  GenerateChunksTable: (node, w) => {
    w.text('AI_GENERATE_CHUNKS').tight('(').glue().text('SOURCE').text('=').node(node.source);
    w.tight(',').text('CHUNK_TYPE').text('=').node(node.chunkType);
    for (const option of node.options) w.tight(',').node(option);
    w.tight(')');
    alias(node, w);
  },
  ChunkOption: (node, w) => w.text(node.name).text('=').node(node.value),
  VectorSearchTable: (node, w) => {
    w.text('VECTOR_SEARCH').tight('(').glue().text('TABLE').text('=').node(node.table);
    w.tight(',')
      .text('COLUMN')
      .text('=')
      .node(node.column)
      .tight(',')
      .text('SIMILAR_TO')
      .text('=')
      .node(node.similarTo);
    w.tight(',').text('METRIC').text('=').node(node.metric);
    if (node.topN) w.tight(',').text('TOP_N').text('=').node(node.topN);
    w.tight(')');
    if (node.forceAnnOnly) w.text('WITH').open().text('FORCE_ANN_ONLY').tight(')');
    alias(node, w);
  },
};

const TEMPORAL_WORDS = {
  'AS OF': ['AS OF', undefined],
  'FROM TO': ['FROM', 'TO'],
  BETWEEN: ['BETWEEN', 'AND'],
  'CONTAINED IN': ['CONTAINED IN', undefined],
  ALL: ['ALL', undefined],
} as const;

function alias(node: TableAlias, w: NodeWriter): void {
  if (node.alias) w.text('AS').node(node.alias);
  if (node.columns) inParentheses(node.columns, w);
}
