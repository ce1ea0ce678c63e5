import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diagnosticCodes } from './diagnostic-codes.js';
import { faultsOf, ISSUES, issueIndex, issuePages } from './issue-pages.js';

const codes = await diagnosticCodes();
const pages = issuePages();

it('finds the catalogues', () => {
  expect(codes.map(({ code }) => code)).toContain('cli-unexpected-error');
  expect(codes.map(({ code }) => code)).toContain('parse-unexpected-token');
});

it('has each code in one catalogue only', () => {
  const seen = new Set<string>();
  expect(codes.filter(({ code }) => seen.size === seen.add(code).size)).toEqual([]);
});

it('has a page for every code', () => {
  const documented = new Set(pages.map(({ code }) => code));
  const missing = codes.filter(({ code }) => !documented.has(code));
  expect(missing.map(({ code, workspace }) => `${code} (${workspace})`)).toEqual([]);
});

it('has no page without a code', () => {
  const known = new Set(codes.map(({ code }) => code));
  expect(pages.filter(({ code }) => !known.has(code)).map(({ code }) => code)).toEqual([]);
});

it('has pages that say what happened, why, and what to do', () => {
  expect(pages.flatMap(faultsOf)).toEqual([]);
});

// After a change of pages: npx vitest run test/docs -u
it('has an index that lists every page', async () => {
  await expect(issueIndex(pages)).toMatchFileSnapshot(join(ISSUES, 'README.md'));
});
