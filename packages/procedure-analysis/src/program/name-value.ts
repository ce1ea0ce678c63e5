import { scalarFrom } from './cte-reference.js';
import type { Program, VariableValue } from './program.js';
import { select } from './select.js';

/** The value as the only row of a table expression. */
export function nameValue(program: Program, name: string, value: VariableValue): VariableValue {
  const title = name.replace(/^@+/, '');
  const { type, nullable, collation, span } = value;
  const query = select([{ name: title, type, nullable, collation }], [value], [], undefined, span);
  const cte = program.addCte(`${title} so far`, query);
  return { ...scalarFrom(cte, 0, program.newId(), type, span), nullable };
}
