import type { AtomicBlock, ControlFlowNode } from '../ast/control-flow.js';
import type { ExecuteNode } from '../ast/execute.js';
import type { Statement } from '../ast/statement.js';
import type { NodeWriter } from '../grammar/rule.js';
import { commaList, inParentheses, type PrintTable, when } from './print-table.js';

export const printExecute: PrintTable<ExecuteNode> = {
  Execute: (node, w) => {
    w.node(node.execute);
    if (node.options.length > 0) {
      w.text('WITH');
      commaList(node.options, w);
    }
  },
  ExecuteSpecification: (node, w) => {
    if (node.keyword) w.text('EXECUTE');
    if (node.returnVariable) w.node(node.returnVariable).text('=');
    w.node(node.entity);
    when(node.context, w);
    if (node.at) w.text(node.atDataSource ? 'AT DATA_SOURCE' : 'AT').node(node.at);
  },
  ExecutableProcedure: (node, w) => {
    when(node.dataSource, w);
    w.node(node.procedure);
    if (node.number) w.tight(';').glue().node(node.number);
    commaList(node.arguments, w);
  },
  ExecuteDataSource: (node, w) =>
    w
      .text('OPENDATASOURCE')
      .tight('(')
      .glue()
      .node(node.provider)
      .tight(',')
      .node(node.connection)
      .tight(')')
      .tight('.')
      .glue(),
  ExecutableString: (node, w) => {
    w.open();
    commaList([...node.parts, ...node.arguments], w);
    w.tight(')');
  },
  ExecuteArgument: (node, w) => {
    if (node.parameter) w.node(node.parameter).text('=');
    w.node(node.value);
    if (node.output) w.text('OUTPUT');
  },
  ExecuteContext: (node, w) => {
    w.text('AS').text(node.type);
    if (node.name) w.text('=').node(node.name);
  },
  ExecuteOption: (node, w) => {
    w.text(node.name);
    if (node.resultSets) inParentheses(node.resultSets, w);
  },
  InlineResultSet: (node, w) => inParentheses(node.columns, w),
  ResultColumn: (node, w) => {
    w.node(node.name).node(node.type);
    if (node.collation) w.text('COLLATE').node(node.collation);
    if (node.nullable) w.text(node.nullable);
  },
  ResultSetAsObject: (node, w) => {
    w.text('AS').text(node.as);
    when(node.name, w);
  },
};

export const printControlFlow: PrintTable<ControlFlowNode> = {
  Select: (node, w) => {
    if (node.with) w.node(node.with).line();
    w.node(node.query);
    for (const clause of node.compute) w.line().node(clause);
    if (node.option) w.line().node(node.option);
  },
  ComputeClause: (node, w) => {
    w.text('COMPUTE');
    commaList(node.functions, w);
    if (node.by.length > 0) {
      w.text('BY');
      commaList(node.by, w);
    }
  },
  If: (node, w) => {
    w.text('IF').node(node.condition);
    branch(node.then, w);
    if (!node.otherwise) return;
    if (endsInMerge(node.then)) w.tight(';');
    w.commentsAfter(node.then.end, true);
    w.line().text('ELSE');
    // ELSE IF goes on at the same level.
    if (node.otherwise.kind === 'If') w.node(node.otherwise);
    else branch(node.otherwise, w);
  },
  While: (node, w) => {
    w.text('WHILE').node(node.condition);
    branch(node.body, w);
  },
  BeginEndBlock: (node, w) => {
    w.text('BEGIN');
    statements(node.statements, w);
    closing(node.end, w, 'END');
  },
  AtomicBlock: (node, w) => {
    w.text('BEGIN ATOMIC WITH');
    inParentheses(node.options, w);
    statements(node.statements, w);
    closing((node as AtomicBlock).end, w, 'END');
  },
  AtomicBlockOption: (node, w) => w.text(node.name).text('=').node(node.value),
  TryCatch: (node, w) => {
    w.text('BEGIN TRY');
    statements(node.try, w);
    w.line().text('END TRY').line().text('BEGIN CATCH');
    statements(node.catch, w);
    closing(node.end, w, 'END CATCH');
  },
  InvalidStatement: () => {
    throw new Error('a statement that could not be read cannot be printed');
  },
};

/** MERGE keeps its semicolon even before ELSE. */
function endsInMerge(statement: Statement): boolean {
  let last = statement;
  for (;;) {
    if (last.kind === 'If') last = last.otherwise ?? last.then;
    else if (last.kind === 'While') last = last.body;
    else return last.kind === 'Merge';
  }
}

function branch(statement: Statement, w: NodeWriter): void {
  if (statement.kind === 'BeginEndBlock') w.line().node(statement);
  else w.indent().line().node(statement).dedent();
}

function statements(list: readonly Statement[], w: NodeWriter): void {
  w.indent();
  for (const statement of list) {
    w.line().node(statement);
    if (needsSemicolon(statement)) w.tight(';');
  }
  w.dedent();
}

/** A label ends in its colon, a module in the last statement of its body: a semicolon there would stand alone. */
export function needsSemicolon(statement: Statement): boolean {
  return (
    statement.kind !== 'Label' && !('body' in statement && Array.isArray(statement.body) && statement.body.length > 0)
  );
}

function closing(end: number, w: NodeWriter, word: string): void {
  w.indent().commentsBefore(end).dedent().line().text(word);
}
