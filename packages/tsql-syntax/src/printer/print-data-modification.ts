import type { DataModificationNode, SetClause } from '../ast/data-modification.js';
import type { NodeWriter } from '../grammar/rule.js';
import { commaLines, inParentheses, type PrintTable, when } from './print-table.js';

type Printable = { readonly kind: string; readonly start: number; readonly end: number };

export const printDataModification: PrintTable<
  Exclude<DataModificationNode, { kind: 'OpenQueryTable' | 'OpenRowsetTable' | 'OpenDataSourceTable' }>
> = {
  Insert: (node, w) => {
    opening(node.with, 'INSERT', node.top, w);
    if (node.into) w.text('INTO');
    if (node.over) w.text('OVER');
    w.node(node.target);
    if (node.columns.length > 0) inParentheses(node.columns, w);
    lines([...node.output, node.source, node.option], w);
  },
  TargetTable: (node, w) => {
    w.node(node.name);
    if (node.hints.length > 0) inParentheses(node.hints, w.text('WITH'));
  },
  TargetVariable: (node, w) => w.node(node.variable),
  TargetFunction: (node, w) => w.node(node.call),
  ValuesSource: (node, w) => {
    w.text('VALUES');
    node.rows.forEach((row, i) => {
      if (i > 0) w.tight(',').line();
      w.node(row);
    });
  },
  DefaultValuesSource: (_, w) => w.text('DEFAULT VALUES'),
  QuerySource: (node, w) => w.node(node.query),
  ExecuteSource: (node, w) => w.node(node.execute),
  OutputClause: (node, w) => {
    w.text('OUTPUT');
    commaLines(node.columns, w);
    if (node.into) w.line().text('INTO').node(node.into);
    if (node.intoColumns) inParentheses(node.intoColumns, w);
  },
  Update: (node, w) => {
    opening(node.with, 'UPDATE', node.top, w);
    w.node(node.target).line();
    setClauses(node.set, w);
    lines([...node.output, node.from, node.where, node.option], w);
  },
  AssignmentSetClause: (node, w) => {
    if (node.variable) w.node(node.variable);
    if (node.variable && node.column) w.text('=');
    when(node.column, w);
    w.text(node.operator).node(node.value);
  },
  MethodSetClause: (node, w) => w.node(node.call),
  Delete: (node, w) => {
    opening(node.with, 'DELETE', node.top, w);
    w.text('FROM').node(node.target);
    lines([...node.output, node.from, node.where, node.option], w);
  },
  Merge: (node, w) => {
    opening(node.with, 'MERGE', node.top, w);
    if (node.into) w.text('INTO');
    w.node(node.target);
    if (node.targetAlias) w.text('AS').node(node.targetAlias);
    w.line().text('USING').node(node.source).line().text('ON').node(node.on);
    lines([...node.clauses, ...node.output, node.option], w);
  },
  MergeClause: (node, w) => {
    w.text('WHEN').text(node.when);
    if (node.condition) w.text('AND').node(node.condition);
    w.text('THEN').indent().line().node(node.action).dedent();
  },
  MergeInsert: (node, w) => {
    w.text('INSERT');
    if (node.columns.length > 0) inParentheses(node.columns, w);
    if (node.values) w.line().text('VALUES').node(node.values);
    else w.text('DEFAULT VALUES');
  },
  MergeUpdate: (node, w) => {
    w.text('UPDATE');
    setClauses(node.set, w);
  },
  MergeDelete: (_, w) => w.text('DELETE'),
};

function opening(clause: Printable | undefined, verb: string, top: Printable | undefined, w: NodeWriter): void {
  if (clause) w.node(clause).line();
  w.text(verb);
  when(top, w);
}

function setClauses(clauses: readonly SetClause[], w: NodeWriter): void {
  w.text('SET');
  if (clauses.length === 1) w.node(clauses[0] as SetClause);
  else commaLines(clauses, w);
}

function lines(nodes: readonly (Printable | undefined)[], w: NodeWriter): void {
  for (const node of nodes) if (node) w.line().node(node);
}
