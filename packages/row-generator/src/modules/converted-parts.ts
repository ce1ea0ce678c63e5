import { isDateOrTime, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';

interface Part {
  readonly expression: Bound.BoundExpression;
  readonly type: SqlType;
}

/** The parts of a text that is converted to a type, and what each has to be: a moment is put together of a day and a time. */
export function convertedParts(text: Bound.BoundExpression, type: SqlType): readonly Part[] {
  const parts = partsOf(text);
  if (parts.length === 1 || !isDateOrTime(type)) return [{ expression: text, type }];
  const [day, between, time] = parts;
  const isMoment = parts.length === 3 && between?.kind === 'literal' && [' ', 'T'].includes(String(between.value));
  // A day that is put together of numbers says nothing about one of them.
  if (!isMoment || !day || !time) return [];
  return [
    { expression: day, type: { name: 'date' } },
    { expression: time, type: { name: 'time', scale: 0 } },
  ];
}

function partsOf(text: Bound.BoundExpression): readonly Bound.BoundExpression[] {
  if (text.kind === 'concatenation') return [...partsOf(text.left), ...partsOf(text.right)];
  if (text.kind === 'call' && text.function === 'CONCAT') return text.arguments.flatMap(partsOf);
  return text.kind === 'cast' && text.operand.kind === 'literal' ? [text.operand] : [text];
}
