import type { FunctionName, Rel } from '@datamigrate/relational';
import type { Rendered, Renderer } from '../rendered.js';

/** How one function is written. `node` has the T-SQL types, `args` are rendered. */
export type FunctionRendering = (renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]) => Rendered;

/** A name that no T-SQL function has does not compile; a missing one is refused. */
export type FunctionTable = { readonly [N in FunctionName]?: FunctionRendering };

/** A constant argument as a whole number. */
export function wholeNumber(argument: Rendered | undefined): number | undefined {
  return argument?.constant && typeof argument.doc === 'string' && /^-?\d+$/.test(argument.doc)
    ? Number(argument.doc)
    : undefined;
}

/** A constant argument as a text. */
export function constantText(node: Rel.RelCall, position: number): string | undefined {
  const argument = node.arguments[position];
  return argument?.kind === 'literal' && typeof argument.value === 'string' ? argument.value : undefined;
}

export function noFunction(renderer: Renderer, node: Rel.RelCall, detail = ''): Rendered {
  const suffix = detail === '' ? '' : ` ${detail}`;
  return renderer.refuse('render-no-function', { function: node.function, detail: suffix });
}
