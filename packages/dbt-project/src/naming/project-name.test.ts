import { expect, it } from 'vitest';
import { projectName } from './project-name.js';

it.each([
  ['HarborTrading', 'harbor_trading'],
  ['Source', 'project_source'],
  ['dbt', 'project_dbt'],
  ['database', 'project_database'],
])('%s becomes the project %s', (name, expected) => {
  expect(projectName(name)).toBe(expected);
});

it('begins with a letter', () => {
  expect(projectName('2024 sales')).toMatch(/^[a-z_]\w*$/);
});
