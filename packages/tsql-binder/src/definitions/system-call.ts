import type { Ast } from '@datamigrate/tsql-syntax';

/** A call of one of SQL Server's own procedures, as scripts of definitions hold them. */
export interface SystemCall {
  /** In lower case. */
  readonly procedure: string;
  /** Texts by parameter, in lower case: of literals and bare words. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names of variables by parameter, both in lower case. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Undefined for what calls no procedure by its name. `parameters`: of values that stand without their names. */
export function systemCall(execute: Ast.ExecuteSpecification, parameters: readonly string[]): SystemCall | undefined {
  const { entity } = execute;
  if (entity.kind !== 'ExecutableProcedure' || entity.procedure.kind !== 'ObjectName') return undefined;
  const texts = new Map<string, string>();
  const variables = new Map<string, string>();
  entity.arguments.forEach(({ parameter, value }, i) => {
    const name = parameter?.name.toLowerCase() ?? parameters[i];
    if (name === undefined) return;
    if (value.kind === 'StringLiteral') texts.set(name, value.value);
    else if (value.kind === 'Identifier') texts.set(name, value.name);
    else if (value.kind === 'IntegerLiteral') texts.set(name, value.text);
    else if (value.kind === 'Variable') variables.set(name, value.name.toLowerCase());
  });
  return { procedure: entity.procedure.name.name.toLowerCase(), texts, variables };
}
