import { compareText } from '@datamigrate/foundation';
import { groupBy } from '../group-by.js';
import { allocateNames } from '../naming/allocate-names.js';
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
  const places = new Map<string, Place[]>();
  const visit =
    (owner: string, first = false) =>
    ({ name, description = '' }: ColumnSpec): void => {
      if (description.length < WORTH_SHARING) return;
      places.set(description, [...(places.get(description) ?? []), { owner, first, column: snakeCase(name) }]);
    };
  for (const { tables } of spec.sources) {
    for (const { identifier, name, columns } of tables) columns.forEach(visit(snakeCase(identifier ?? name), true));
  }
  for (const { name, columns } of spec.models) columns.forEach(visit(name));
  const shared = [...places]
    .filter(([, own]) => own.length > 1)
    .map(([text, own]) => ({ text, own, wanted: nameOf(text, own) }))
    .sort((a, b) => compareText(a.wanted, b.wanted) || compareText(a.text, b.text));
  const wanting = groupBy(shared, ({ wanted }) => wanted);
  const { names } = allocateNames(
    shared.map(({ text, own, wanted }) => {
      const alone = wanting.get(wanted)?.length === 1;
      return { key: text, wanted: alone ? wanted : `${ownerOf(own)}_${wanted}` };
    }),
  );
  const blocks = new Map(shared.map(({ text, wanted }) => [text, names.get(text) ?? wanted]));
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

interface Place {
  readonly owner: string;
  /** Whether the owner is a table of a source: a text is called after where it comes from. */
  readonly first: boolean;
  readonly column: string;
}

function ownerOf(places: readonly Place[]): string {
  const [first] = [...places].sort((a, b) => Number(b.first) - Number(a.first) || compareText(a.owner, b.owner));
  return first?.owner ?? '';
}

/**
 * The column that it describes most often; of columns that have little in common, the text's own first words, or the
 * column that all of them refer to.
 */
function nameOf(text: string, places: readonly Place[]): string {
  const counts = new Map<string, number>();
  for (const { column } of places) counts.set(column, (counts.get(column) ?? 0) + 1);
  const [, referred] = /^Refers to `.*?([^.[\]]+)\]?`\.$/.exec(text) ?? [];
  if (counts.size > 2 && referred !== undefined) return snakeCase(referred);
  if (counts.size > 2) return snakeCase(text.split(/\s+/).slice(0, 5).join(' '));
  const [[name] = ['']] = [...counts].sort(([a, x], [b, y]) => y - x || compareText(a, b));
  return name;
}
