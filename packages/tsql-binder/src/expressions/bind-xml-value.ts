import { isCharacter } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import { bindType } from './bind-cast.js';
import { stringLiteral } from './bind-literal.js';
import { defaultCollation } from './convert.js';
import { parseTypeText } from './parse-type-text.js';

/** Paths that mean the whole text of the value. */
const WHOLE_TEXT: ReadonlySet<string> = new Set(['.', 'text()[1]', './text()[1]', '(./text())[1]', '(.)[1]']);

/**
 * `(SELECT … FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)')`, by which texts were joined before STRING_AGG: the
 * text of the xml with its entities undone. Other methods and other paths need XQuery and are refused.
 */
export function bindXmlValue(
  context: BinderContext,
  operand: BoundExpression,
  node: Ast.MethodCall,
): BoundExpression | undefined {
  const [path, type] = node.arguments ?? [];
  if (operand.kind !== 'scalar-subquery' || operand.type.name !== 'xml') return undefined;
  if (node.method.name !== 'value' || path?.kind !== 'StringLiteral' || type?.kind !== 'StringLiteral')
    return undefined;
  if (!WHOLE_TEXT.has(path.value.replaceAll(' ', ''))) return undefined;
  const written = parseTypeText(type.value);
  const result = written && bindType(context, written, 'declaration');
  if (!result) return errorExpression(node);
  return {
    kind: 'call',
    function: 'XML VALUE',
    type: result,
    nullable: true,
    collation: isCharacter(result) ? defaultCollation(context) : undefined,
    span: spanFrom(node),
    arguments: [operand, stringLiteral(context, path.value, false, path)],
  };
}
