import type { ModuleKind, Sequence } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindType } from '../expressions/bind-cast.js';
import { numberText } from '../expressions/number-text.js';

/** What a function's RETURNS makes it. */
export function functionKind(
  statement: Ast.StatementOf<'CreateFunction' | 'AlterFunction' | 'CreateOrAlterFunction'>,
): ModuleKind {
  switch (statement.returns.kind) {
    case 'ReturnsScalar':
      return 'scalar-function';
    case 'ReturnsTable':
      return 'inline-function';
    default:
      return 'table-function';
  }
}

/** A sequence's options; bigint from 1 in steps of 1 where nothing is said. */
export function sequenceFrom(
  context: BinderContext,
  statement: Ast.StatementOf<'CreateSequence'>,
): Pick<Sequence, 'type' | 'start' | 'increment'> {
  let type: Sequence['type'] = { name: 'bigint' };
  let start = '1';
  let increment = '1';
  for (const option of statement.options ?? []) {
    if (option.kind === 'SequenceType') type = bindType(context, option.type, 'declaration') ?? type;
    if (option.kind === 'SequenceStart') start = numberText(option.value) ?? start;
    if (option.kind === 'SequenceIncrement') increment = numberText(option.value) ?? increment;
  }
  return { type, start, increment };
}
