import { assertUnreachable } from '@datamigrate/foundation';
import type { Ast } from '@datamigrate/tsql-syntax';
import { spanFrom } from '../tree/make.js';
import type { BoundTransaction } from '../tree/statement.js';
import type { BoundNameOrVariable } from '../tree/statement-base.js';

type TransactionNode = Ast.StatementOf<
  'BeginTransaction' | 'CommitTransaction' | 'RollbackTransaction' | 'SaveTransaction'
>;

const KINDS = {
  BeginTransaction: 'begin-transaction',
  CommitTransaction: 'commit-transaction',
  RollbackTransaction: 'rollback-transaction',
  SaveTransaction: 'save-transaction',
} as const;

export function bindTransaction(node: TransactionNode): BoundTransaction {
  return { kind: KINDS[node.kind], span: spanFrom(node), valid: true, name: nameOf(node.name) };
}

function nameOf(node: TransactionNode['name']): BoundNameOrVariable | undefined {
  switch (node?.kind) {
    case undefined:
      return undefined;
    case 'Identifier':
      return { name: node.name };
    case 'Variable':
      return { variable: node.name };
    case 'NumberedTransactionName':
      return { name: `${node.number}:${node.first.name}.${node.second.name}` };
    default:
      return assertUnreachable(node);
  }
}
