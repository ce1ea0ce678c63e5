import { expect, it } from 'vitest';
import { LINT_DIAGNOSTICS } from './diagnostics.js';
import { LINT_RULES } from './lint-project.js';

const INTRODUCTION = `# Rules of the linter

A generated project is checked against these rules before dbt starts, on our own graph of it. Those with a model of dbt_project_evaluator are
its rules and find what version 1.3 of the package finds, but for sources that differ in letter case only: to the warehouse they are the same
one. How to [run the package itself](../guides/generated-project.md#dbt_project_evaluator). The others are what dbt accepts in silence, from
dbt's documentation, dbt-checkpoint and dbt-bouncer. Each has a test with a project that breaks it.
`;

// After a change of rules: npx vitest run packages/dbt-project/src/lint -u
it('every rule stands on the page of rules', async () => {
  const rows = LINT_RULES.map(({ code, evaluator, documented }) => {
    const finding = LINT_DIAGNOSTICS[code].message.replaceAll(/\{(\w+)\}/g, '*$1*');
    const model = evaluator === undefined ? '' : `\`${evaluator.model}\``;
    return `| [${code}](../issues/${code}.md) | ${finding} | ${model} | [page](${documented}) |`;
  });
  const table = ['| Rule | Finding | dbt_project_evaluator | Documented |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  await expect(`${INTRODUCTION}\n${table}\n`).toMatchFileSnapshot('../../../../docs/reference/lint-rules.md');
});
