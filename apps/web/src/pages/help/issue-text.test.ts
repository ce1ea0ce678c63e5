import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blocksOf, summaryOf } from './issue-text.js';

const FOLDER = new URL('../../../../../docs/issues/', import.meta.url);
const page = `# some-code

**What happened.** A \`GO\` is missing, see
[other](other-code.md) and [the web](https://example.org).

- one
- two

\`\`\`sql
select 1
\`\`\`
`;

it('reads paragraphs, lists, code and links between pages', () => {
  expect(blocksOf(page)).toEqual([
    {
      kind: 'paragraph',
      parts: [
        { kind: 'strong', text: 'What happened.' },
        { kind: 'text', text: ' A ' },
        { kind: 'code', text: 'GO' },
        { kind: 'text', text: ' is missing, see ' },
        { kind: 'link', text: 'other', to: '/help/issues/other-code' },
        { kind: 'text', text: ' and ' },
        { kind: 'text', text: 'the web' },
        { kind: 'text', text: '.' },
      ],
    },
    { kind: 'list', items: [[{ kind: 'text', text: 'one' }], [{ kind: 'text', text: 'two' }]] },
    { kind: 'code', text: 'select 1' },
  ]);
});

it('finds a summary in every page of docs/issues and leaves no marks of Markdown behind', () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md');
  expect(names.length).toBeGreaterThan(100);
  const texts = names.map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')] as const);
  expect(texts.filter(([, text]) => summaryOf(text).length < 20).map(([name]) => name)).toEqual([]);
  const left = texts.filter(([, text]) =>
    blocksOf(text).some(
      (block) =>
        block.kind === 'paragraph' &&
        block.parts.some(({ kind, text: one }) => kind === 'text' && /\*\*|```|\]\(/.test(one)),
    ),
  );
  expect(left.map(([name]) => name)).toEqual([]);
});
