import { expect, it } from 'vitest';
import { checkReport } from './check-report.js';
import { type Evidence, type Report, type ReportObject, reportSchema } from './documents/report.js';
import { exampleEvidence, exampleObject, exampleReport } from './testing/example-report.js';

/** The example with its first object changed and the totals left as they are. */
function withObject(changes: Partial<ReportObject>): Report {
  const report = exampleReport();
  return { ...report, objects: [exampleObject(changes), ...report.objects.slice(1)] };
}

function withEvidence(changes: Partial<Evidence>): Report {
  return withObject({ evidence: [exampleEvidence(changes)] });
}

it('finds nothing in an honest report', () => {
  expect(reportSchema.safeParse(exampleReport()).success).toBe(true);
  expect(checkReport(exampleReport())).toEqual([]);
});

it.each(['objects', 'statements', 'converted', 'absorbed', 'refused', 'models', 'rowsCompared'] as const)(
  'sees a wrong total of %s',
  (name) => {
    const { totals } = exampleReport();
    const report = exampleReport({ totals: { ...totals, [name]: totals[name] + 1 } });
    expect(checkReport(report)).toEqual([
      `totals.${name} is ${totals[name] + 1}, the objects add up to ${totals[name]}`,
    ]);
  },
);

it.each<[string, Report, string]>([
  [
    'statements that are not accounted for',
    withObject({ statements: { total: 3, converted: 1, absorbed: 1, refused: 0 } }),
    'dbo.LoadCustomer: 2 of 3 statements are accounted for',
  ],
  [
    'refused statements without an issue',
    withObject({ statements: { total: 3, converted: 2, absorbed: 0, refused: 1 } }),
    'dbo.LoadCustomer: statements are refused without an issue',
  ],
  [
    'a refused object without an issue',
    withObject({ verdict: 'refused', fidelity: 'refused' }),
    'dbo.LoadCustomer: it is refused without an issue',
  ],
  [
    'a refused object that claims fidelity',
    withObject({ verdict: 'refused', issues: [{ code: 'x', severity: 'error', message: 'm' }] }),
    'dbo.LoadCustomer: it is refused, but its fidelity is exact',
  ],
  ['an assumption without a name', withObject({ fidelity: 'assumption' }), 'dbo.LoadCustomer: it names no assumption'],
  ['the same object twice', withObject({ id: 'dbo.Purge' }), 'dbo.Purge is listed more than once'],
  ['equal without evidence', withObject({ evidence: [] }), 'dbo.LoadCustomer: equal without a comparison'],
  ['equal with differences', withEvidence({ different: 1 }), 'dbo.LoadCustomer: equal, but rows differ'],
  [
    'equal with a skipped comparison',
    withEvidence({ skipped: 'no key', rowsSource: 0, rowsTarget: 0 }),
    'dbo.LoadCustomer: equal, but a comparison was skipped',
  ],
  [
    'equal under a tolerance',
    withEvidence({ tolerances: ['LoadedAt'] }),
    'dbo.LoadCustomer: equal, but only under a tolerance',
  ],
  [
    'a tolerance without a name',
    withObject({ verdict: 'equal-tolerance' }),
    'dbo.LoadCustomer: equal-tolerance, but no tolerance is named',
  ],
  [
    'evidence of a model of another object',
    withEvidence({ model: 'fct_sales' }),
    'dbo.LoadCustomer: evidence of dbo.DimCustomer, step 1: fct_sales is not one of its models',
  ],
  [
    'rows that cannot match',
    withObject({ verdict: 'tested', evidence: [exampleEvidence({ missing: 2 })] }),
    'dbo.LoadCustomer: evidence of dbo.DimCustomer, step 1: 10 - 2 rows of the original cannot match 10 - 0',
  ],
  [
    'more differing rows than matching ones',
    withObject({ verdict: 'tested', evidence: [exampleEvidence({ missing: 9, extra: 9, different: 2 })] }),
    'dbo.LoadCustomer: evidence of dbo.DimCustomer, step 1: 2 rows differ, but only 1 match',
  ],
  [
    'rows of a skipped comparison',
    withObject({ verdict: 'tested', evidence: [exampleEvidence({ skipped: 'no key' })] }),
    'dbo.LoadCustomer: evidence of dbo.DimCustomer, step 1: nothing was compared, but rows are counted',
  ],
])('sees %s', (_, report, problem) => {
  expect(checkReport(report)).toContain(problem);
});
