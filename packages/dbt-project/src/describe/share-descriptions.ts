import { compareText } from '@datamigrate/foundation';
import { snakeCase } from '../naming/snake-case.js';
import type { ColumnSpec, DocsBlockSpec, ProjectSpec } from '../spec/project-spec.js';

/** Short texts are easier to read where they stand. */
const WORTH_SHARING = 30;

/**
 * Texts that describe columns in several places become docs blocks: a column is described once, in its source, its
 * staging model and every model that hands it on. Columns without a text of their own, in models, take that of the
 * block only where the caller has put it there: a name alone proves nothing.
 */
export function shareDescriptions(spec: ProjectSpec): ProjectSpec {
  const places = new Map<string, string[]>();
  const visit = ({ name, description = '' }: ColumnSpec): void => {
    if (description.length < WORTH_SHARING) return;
    const known = places.get(description);
    if (known) known.push(snakeCase(name));
    else places.set(description, [snakeCase(name)]);
  };
  for (const model of spec.models) model.columns.forEach(visit);
  for (const { tables } of spec.sources) for (const table of tables) table.columns.forEach(visit);

  const blocks = new Map<string, string>();
  const taken = new Set<string>();
  const shared = [...places].flatMap(([text, columns]) =>
    columns.length > 1 ? [{ text, base: nameOf(text, columns) }] : [],
  );
  for (const { text, base } of shared.sort((a, b) => compareText(a.base, b.base) || compareText(a.text, b.text))) {
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
    taken.add(name);
    blocks.set(text, name);
  }
  const block = (column: ColumnSpec): ColumnSpec => {
    const name = column.description === undefined ? undefined : blocks.get(column.description);
    if (name === undefined) return column;
    const { description: _, ...rest } = column;
    return { ...rest, docsBlock: name };
  };
  const docsBlocks = [...blocks].map(([text, name]): DocsBlockSpec => ({ name, text }));
  return {
    ...spec,
    models: spec.models.map((model) => ({ ...model, columns: model.columns.map(block) })),
    sources: spec.sources.map((source) => ({
      ...source,
      tables: source.tables.map((table) => ({ ...table, columns: table.columns.map(block) })),
    })),
    ...(docsBlocks.length === 0 ? {} : { docsBlocks: [...(spec.docsBlocks ?? []), ...docsBlocks] }),
  };
}

/**
 * The column that it describes most often; of columns that have little in common, the text's own first words, or the
 * column that all of them refer to.
 */
function nameOf(text: string, columns: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const column of columns) counts.set(column, (counts.get(column) ?? 0) + 1);
  const [, referred] = /^Refers to `.*?([^.[\]]+)\]?`\.$/.exec(text) ?? [];
  if (counts.size > 2 && referred !== undefined) return snakeCase(referred);
  if (counts.size > 2) return snakeCase(text.split(/\s+/).slice(0, 5).join(' '));
  const [[name] = ['']] = [...counts].sort(([a, x], [b, y]) => y - x || compareText(a, b));
  return name;
}
