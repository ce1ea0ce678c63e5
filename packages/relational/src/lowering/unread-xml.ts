import { isCharacter } from '@datamigrate/catalog';
import type { RelExpression } from '../tree/expression.js';
import type { RelQuery } from '../tree/query.js';

export interface WithUnread {
  readonly query: RelQuery;
  /** Ordinals of the columns that are texts still. */
  readonly unread?: ReadonlySet<number>;
}

/**
 * Texts that become xml in a query inside FROM. They stay texts, to be read where a path is followed: nothing else may
 * look at such a column, as SQL Server would show it in a form of its own.
 */
export function unreadXml(query: RelQuery): WithUnread {
  if (query.kind !== 'select' || query.distinct) return { query };
  const unread = new Set<number>();
  const select = query.select.map((item, i) => {
    const text = textBehind(item.expression);
    if (!text) return item;
    unread.add(i);
    return { ...item, expression: { ...text, type: item.expression.type } };
  });
  return unread.size === 0 ? { query } : { query: { ...query, select }, unread };
}

/** The text that a conversion to xml reads. */
export function textBehind(xml: RelExpression): RelExpression | undefined {
  const converted = xml.kind === 'cast' && xml.type.name === 'xml' && !xml.attempt && xml.style === undefined;
  return converted && isCharacter(xml.operand.type) ? xml.operand : undefined;
}
