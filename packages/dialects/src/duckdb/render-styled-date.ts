import type { Rel } from '@datamigrate/relational';
import { type CaseBranch, call, caseWhen, castTo, type Sql, text } from '../sql/sql.js';
import type { Rendered } from './rendered.js';

const DAY_FIRST = ['[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}', '%d-%m-%Y'] as const;
const YEAR_FIRST = ['[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}', '%Y-%m-%d'] as const;

/** Styles that read a text as a date: its form, and the format behind hyphens. */
const READ_STYLES: { readonly [style: number]: readonly [form: string, format: string] } = {
  103: DAY_FIRST,
  104: DAY_FIRST,
  105: DAY_FIRST,
  111: YEAR_FIRST,
  112: ['[0-9]{8}', '%Y%m%d'],
  120: YEAR_FIRST,
};

/** A text read as a date by a style. What its other forms mean is not known here: an error, for TRY_CONVERT as well. */
export function renderStyledDate({ type, style, attempt }: Rel.RelCast, value: Rendered): Sql | undefined {
  const [form, format] = READ_STYLES[style ?? 0] ?? [];
  if (form === undefined || format === undefined || type.name !== 'date') return undefined;
  const trimmed = call('trim', value);
  const read = call(
    attempt ? 'try_strptime' : 'strptime',
    call('translate', trimmed, text('/.'), text('--')),
    text(format),
  );
  const failed = call('error', text('Conversion failed when converting date and/or time from character string (241)'));
  const branches: CaseBranch[] = [
    { when: [value.doc, ' is null'], result: 'null' },
    { when: call('regexp_full_match', trimmed, text(form)).doc, result: castTo('date', read).doc },
    { when: [trimmed.doc, " = ''"], result: "date '1900-01-01'" },
  ];
  if (!attempt) return caseWhen(branches, failed.doc);
  const unread = call('error', text('This form of a date is not read on the target'));
  return caseWhen([...branches, { when: call('regexp_matches', value, text('[0-9]')).doc, result: unread.doc }]);
}

/** Styles with the month first and years of four digits: what us_english reads without a style. */
export const PLAIN_STYLES: ReadonlySet<number | undefined> = new Set([undefined, 0, 101, 110]);
