import { assertUnreachable } from '@datamigrate/foundation';
import { isFine, neverUnknown, type Rel } from '@datamigrate/relational';
import { atom, BINDING, call, caseWhen, castTo, parenthesized, text } from '../sql/sql.js';
import { asColumn } from './coerce.js';
import { duck, duckTypeOf, duckTypeText } from './duck-type.js';
import { FUNCTION_RENDERINGS } from './functions/index.js';
import { identifier } from './identifier.js';
import { renderAggregate } from './render-aggregate.js';
import { renderCast } from './render-cast.js';
import { renderLiteral } from './render-literal.js';
import { renderOperation } from './render-operation.js';
import { renderWindow } from './render-window.js';
import { renderXmlExists, renderXmlValue } from './render-xml.js';
import { NOTHING, type Rendered, type Renderer, rendered } from './rendered.js';
import { unnamed } from './unnamed.js';
import { widestOf } from './widest.js';

export function renderValue(renderer: Renderer, node: Rel.RelExpression): Rendered {
  switch (node.kind) {
    case 'literal':
      if (isFine(node)) return fineConstant(renderer);
      return renderLiteral(node);
    case 'column': {
      const name = identifier(node.name);
      const type = duckTypeOf(node.type);
      if (!type) return renderer.refuse('render-unsupported', { construct: `A column of type ${node.type.name}` });
      const written = atom(node.relation === '' ? name : `${identifier(node.relation)}.${name}`);
      return rendered(written, node.fine === true ? duck('timestamp_ns') : type);
    }
    case 'parameter':
      return renderParameter(renderer, node);
    case 'operation':
      return renderOperation(renderer, node);
    case 'call':
      return renderCall(renderer, node);
    case 'cast':
      return renderCast(renderer, node);
    case 'case':
      return renderCase(renderer, node);
    case 'aggregate':
      return renderAggregate(renderer, node);
    case 'window':
      return renderWindow(renderer, node);
    case 'scalar-subquery':
      return rendered(
        atom(parenthesized(renderer.query(unnamed(node.query)))),
        duckTypeOf(node.type) ?? duck('varchar'),
      );
    case 'xml-value':
      return renderXmlValue(renderer, node);
    case 'xml-exists':
      return renderXmlExists(renderer, node);
    case 'raise': {
      const type = duckTypeOf(node.type) ?? duck('varchar');
      return rendered(castTo(duckTypeText(type), call('error', text(node.message))), type);
    }
    default:
      return assertUnreachable(node);
  }
}

const isNull = (argument: Rel.RelExpression): boolean => argument.kind === 'literal' && argument.value === null;

const fineConstant = (renderer: Renderer): Rendered =>
  renderer.refuse('render-unsupported', { construct: 'A constant with seven decimals of a second' });

function renderCall(renderer: Renderer, node: Rel.RelCall): Rendered {
  const rendering = FUNCTION_RENDERINGS[node.function];
  const fine = node.arguments.some((argument) => argument.kind === 'literal' && isFine(argument));
  const ofNull = node.constant?.value === null && node.arguments.some(isNull);
  if (node.constant && (!rendering || fine || ofNull)) return renderValue(renderer, node.constant);
  if (!rendering) return renderer.refuse('render-no-function', { function: node.function, detail: '' });
  const args = node.arguments.map((argument) => typedNull(renderer.value(argument), argument));
  if (!node.constant) return rendering(renderer, node, args);
  // A call of constants that has no rendering has a value all the same.
  let refused = false;
  const trial: Renderer = {
    ...renderer,
    refuse: () => {
      refused = true;
      return NOTHING;
    },
  };
  const result = rendering(trial, node, args);
  return refused ? renderValue(renderer, node.constant) : result;
}

/** DuckDB chooses functions by the types of their arguments: NULL alone has none. */
function typedNull(value: Rendered, { type }: Rel.RelExpression): Rendered {
  const wanted = value.doc === 'null' ? duckTypeOf(type) : undefined;
  return wanted && wanted.name !== 'varchar' ? rendered(castTo(duckTypeText(wanted), value), wanted) : value;
}

/** Variables of the project come as text; the macro gives them their type. */
function renderParameter(renderer: Renderer, node: Rel.RelParameter): Rendered {
  const type = duckTypeOf(node.type) ?? duck('varchar');
  const settings = {
    name: node.name,
    type: duckTypeText(type),
    ...(node.otherwise === 'today' ? { otherwise: 'today' } : {}),
  };
  return rendered(renderer.macro('tsql_parameter', [], settings), type);
}

/** `CASE WHEN condition THEN 1 ELSE 0 END` as a bit: the condition itself, where it is never unknown. */
function conditionOf(node: Rel.RelCase): Rel.RelPredicate | undefined {
  const [branch] = node.branches;
  const isBit = (value: Rel.RelExpression | undefined, bit: bigint): boolean =>
    value?.kind === 'literal' && value.value === bit;
  if (node.type.name !== 'bit' || !branch || node.branches.length !== 1) return undefined;
  return isBit(branch.result, 1n) && isBit(node.otherwise, 0n) && neverUnknown(branch.when) ? branch.when : undefined;
}

function renderCase(renderer: Renderer, node: Rel.RelCase): Rendered {
  const condition = conditionOf(node);
  if (condition) return rendered(renderer.predicate(condition), duck('boolean'));
  const value = (expression: Rel.RelExpression): Rendered => {
    const result = renderer.value(expression);
    return result.type.name === 'hugeint' ? asColumn(result, node.type) : result;
  };
  const results = node.branches.map(({ result }) => value(result));
  const otherwise = node.otherwise && value(node.otherwise);
  const sql = caseWhen(
    node.branches.map(({ when }, i) => {
      const { doc, binding } = renderer.predicate(when);
      return { when: doc, result: results[i]?.doc ?? '', single: binding > BINDING.and };
    }),
    otherwise?.doc === 'null' ? undefined : otherwise?.doc,
  );
  return rendered(sql, widestOf([...results, ...(otherwise ? [otherwise] : [])], node.type));
}
