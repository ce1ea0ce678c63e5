import { type Catalog, type Module, objectKey, type QualifiedName } from '@datamigrate/catalog';
import { drawnKeys } from '@datamigrate/procedure-analysis';
import type { Bound } from '@datamigrate/tsql-binder';
import { eachNode } from './table-writes.js';

/** A column that draws its values from a sequence. */
export interface DrawingColumn {
  readonly table: QualifiedName;
  readonly column: string;
}

/**
 * Whether no other column draws from a sequence, and nothing else moves it on: by defaults, or in an INSERT of a procedure.
 * A module that names it in another way, in a text that is executed, or that does not bind, may do so.
 */
export function drawsAlone(
  { tables, modules }: Catalog,
  sequence: QualifiedName,
  owner: DrawingColumn,
  bodyOf: (module: Module) => Bound.BoundBody | undefined,
): boolean {
  const key = objectKey(sequence);
  const name = sequence.name.toLowerCase();
  const names = (text: string | undefined): text is string => text?.toLowerCase().includes(name) ?? false;
  const isOwner = (table: QualifiedName, column: string): boolean =>
    objectKey(table) === objectKey(owner.table) && column.toLowerCase() === owner.column.toLowerCase();
  const others = tables.flatMap((table) => table.columns.filter((column) => !isOwner(table, column.name)));
  if (others.some((column) => names(column.default?.definition) && draws(column.default?.definition).length > 0))
    return false;
  return modules.every((module) => {
    const { definition } = module;
    if (!names(definition)) return true;
    if (/\bsp_sequence_get_range\b|\bALTER\s+SEQUENCE\b/i.test(definition)) return false;
    const written = draws(definition).length;
    if (written === 0) return true;
    const body = bodyOf(module);
    if (!body) return false;
    const all = nextValues(body.statements).filter(({ span }) => /^NEXT\s/i.test(definition.slice(span.start)));
    const own = all.filter((each) => objectKey(each) === key);
    const given = new Set(drawnFor(body.statements, isOwner));
    return new Set(all.map(({ span }) => span.start)).size === written && own.every((each) => given.has(each));
  });
}

const draws = (text = ''): readonly string[] => text.match(/\bNEXT\s+VALUE\s+FOR\b/gi) ?? [];

function nextValues(tree: unknown): readonly Bound.BoundNextValue[] {
  return nodesOf(tree, (node): node is Bound.BoundNextValue => node.kind === 'next-value' && 'orderBy' in node);
}

/** What INSERT draws for the column itself. */
function drawnFor(
  tree: unknown,
  isOwner: (table: QualifiedName, column: string) => boolean,
): readonly Bound.BoundNextValue[] {
  const inserts = nodesOf(tree, (node): node is Bound.BoundInsert => node.kind === 'insert' && 'target' in node);
  return inserts.flatMap((insert) => {
    const { target } = insert;
    if (target.kind !== 'table') return [];
    return [...drawnKeys(insert)].flatMap(([position, values]) =>
      isOwner(target.object, target.columns[position]?.name ?? '') ? values : [],
    );
  });
}

function nodesOf<N extends { readonly kind: string }>(
  tree: unknown,
  test: (node: { readonly kind: string }) => node is N,
): readonly N[] {
  const found = new Set<N>();
  eachNode(tree, (node) => {
    if (test(node)) found.add(node);
  });
  return [...found];
}
