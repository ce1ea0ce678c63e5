// Pages of docs/examples.

export function modelPage({ title, original, sql, macros, assumptions, normalised, refusals }) {
  const result =
    sql === undefined
      ? refusals.map(({ code, message }) => `- \`${code}\`: ${message}`).join('\n')
      : fenced('sql', sql);
  return [
    `# ${title}`,
    'Written by `node tools/write-examples.mjs`; edits are lost.',
    '## T-SQL',
    fenced('sql', original),
    sql === undefined ? '## Refused' : '## Model',
    result,
    ...list(
      'Macros',
      macros.map((name) => `\`${name}\``),
    ),
    ...list(
      'Relies on',
      assumptions.map(({ code, text }) => `\`${code}\`: ${text}`),
    ),
    ...list('SQL Server itself may answer otherwise', normalised),
  ]
    .join('\n\n')
    .concat('\n');
}

export function indexPage(sections) {
  const rows = sections.flatMap(({ title, folder, models }) => [
    `## ${title}`,
    `The scripts are in [${folder}](${folder.startsWith('docs/examples/') ? folder.slice(14) : `../../${folder}`}).`,
    models.map(({ name, title: view }) => `- [${view}](${name}.md)`).join('\n'),
  ]);
  return [
    '# Examples',
    'Views and the models that come of them, one beside the other. `node tools/write-examples.mjs` writes these pages from the scripts and a test says when they are out of date. The models stand here as for rows that hold no surprises: what each relies on is listed below it and becomes a dbt test in a generated project. Where rows do hold some, texts are compared by keys instead.',
    ...rows,
  ]
    .join('\n\n')
    .concat('\n');
}

const fenced = (language, text) => `\`\`\`${language}\n${text}\n\`\`\``;
const list = (title, items) => (items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${item}`).join('\n')]);
