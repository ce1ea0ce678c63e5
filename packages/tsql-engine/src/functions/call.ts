import type { SqlType } from '@datamigrate/catalog';
import { isUnicode } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import type { SqlValue } from '../values/sql-value.js';

/** A call of a built-in function: its arguments are computed when asked for. */
export class Call {
  readonly env: Environment;
  readonly node: Bound.BoundCall;

  constructor(env: Environment, node: Bound.BoundCall) {
    this.env = env;
    this.node = node;
  }

  get count(): number {
    return this.node.arguments.length;
  }

  get type(): SqlType {
    return this.node.type;
  }

  value(position: number): SqlValue {
    const argument = this.node.arguments[position];
    return argument ? evaluate(this.env, argument) : null;
  }

  values(): SqlValue[] {
    return this.node.arguments.map((argument) => evaluate(this.env, argument));
  }

  typeOf(position: number): SqlType {
    return this.node.arguments[position]?.type ?? { name: 'null' };
  }

  /** The collation by which the call compares text. */
  get collation(): string {
    return (COLLATIONS.get(this.node) ?? noteCollation(this.node)) || this.env.host.databaseCollation;
  }

  get unicode(): boolean {
    return this.node.arguments.some((argument) => isUnicode(argument.type));
  }
}

/** By call, found once; '' for one without texts. */
const COLLATIONS = new WeakMap<Bound.BoundCall, string>();

function noteCollation(node: Bound.BoundCall): string {
  const given = [node, ...node.arguments].flatMap(({ collation }) => (collation ? [collation] : []));
  const found =
    given.find(({ label }) => label === 'explicit') ?? given.find(({ label }) => label === 'implicit') ?? given[0];
  const name = found?.name ?? '';
  COLLATIONS.set(node, name);
  return name;
}

export type FunctionBody = (call: Call) => SqlValue;

/** A function that is NULL as soon as one of its arguments is. */
export function strict(body: (args: readonly Exclude<SqlValue, null>[], call: Call) => SqlValue): FunctionBody {
  return (call) => {
    const args: Exclude<SqlValue, null>[] = [];
    for (let i = 0; i < call.count; i++) {
      const value = call.value(i);
      if (value === null) return null;
      args.push(value);
    }
    return body(args, call);
  };
}

/** A function of text alone, NULL for NULL. */
export function ofText(body: (args: readonly string[], call: Call) => SqlValue): FunctionBody {
  return strict((args, call) => body(args.map(asText), call));
}

export function asText(value: SqlValue): string {
  if (typeof value === 'string') return value;
  throw new Refusal('A text function of something that is no text');
}

export function asInteger(value: SqlValue | undefined): bigint {
  if (typeof value === 'bigint') return value;
  throw new Refusal('A function of something that is no whole number');
}

export const refused =
  (name: string): FunctionBody =>
  () => {
    throw new Refusal(`${name}()`);
  };
