import { plain } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindBinary } from '../expressions/bind-arithmetic.js';
import { bindType } from '../expressions/bind-cast.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { bindVariable } from '../expressions/bind-variable.js';
import { convertImplicitly } from '../expressions/convert.js';
import { tableTypeOf } from '../modules/bind-parameters.js';
import { Scope } from '../scope/scope.js';
import type { BoundExpression } from '../tree/expression.js';
import { spanFrom } from '../tree/make.js';
import type {
  BoundDeclareTableVariable,
  BoundDeclareVariable,
  BoundSetVariable,
  BoundStatement,
  BoundVariableDeclaration,
} from '../tree/statement.js';
import { declareTable, temporaryTable } from './temporary-table.js';
import { variableTarget } from './variable-target.js';

/** DECLARE of scalars; a variable of a table type is a table, and stands apart. */
export function bindDeclareVariable(context: BinderContext, node: Ast.StatementOf<'DeclareVariable'>): BoundStatement {
  const span = spanFrom(node);
  const statements: (BoundDeclareVariable | BoundDeclareTableVariable)[] = [];
  for (const declaration of node.declarations) {
    const tableType = tableTypeOf(context, declaration.type);
    const last = statements[statements.length - 1];
    if (tableType) {
      const { columns, primaryKey } = tableType;
      const { name } = declaration.variable;
      const table = temporaryTable(name, columns, primaryKey);
      const stored = declareTable(context, table);
      statements.push({ kind: 'declare-table-variable', span, valid: true, name, table, columns: stored });
    } else {
      const scalar = bindDeclaration(context, declaration);
      if (last?.kind === 'declare-variable')
        statements[statements.length - 1] = { ...last, declarations: [...last.declarations, scalar] };
      else statements.push({ kind: 'declare-variable', span, valid: true, declarations: [scalar] });
    }
  }
  const [only, ...others] = statements;
  return only && others.length === 0 ? only : { kind: 'block', span, valid: true, statements };
}

type DeclarationNode = Ast.StatementOf<'DeclareVariable'>['declarations'][number];

/** The value is bound first: it does not see the variable itself. */
function bindDeclaration(context: BinderContext, node: DeclarationNode): BoundVariableDeclaration {
  const { name } = node.variable;
  const type = bindType(context, node.type, 'declaration');
  const written = node.value && bindExpression(context, new Scope(undefined), node.value);
  const value = written && type ? convertImplicitly(context, written, type) : written;
  context.declareVariable({ name, type: type ?? { name: 'null' } });
  return { name, type: type ?? plain('sql_variant'), value };
}

export function bindSetVariable(context: BinderContext, node: Ast.StatementOf<'SetVariable'>): BoundSetVariable {
  const variable = variableTarget(context, node.variable);
  const value = assigned(context, node);
  const converted = variable.type.name === 'null' ? value : convertImplicitly(context, value, variable.type);
  return { kind: 'set-variable', span: spanFrom(node), valid: true, variable, value: converted };
}

/** `@v += x` is `@v + x`. */
function assigned(context: BinderContext, node: Ast.StatementOf<'SetVariable'>): BoundExpression {
  const value = bindExpression(context, new Scope(undefined), node.value);
  if (node.operator === '=') return value;
  const operator = node.operator.slice(0, -1) as Ast.BinaryExpression['operator'];
  return bindBinary(context, operator, bindVariable(context, node.variable), value, node);
}
