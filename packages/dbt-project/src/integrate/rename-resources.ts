import { compareText } from '@datamigrate/foundation';
import type { ModelSpec, ProjectSpec } from '../spec/project-spec.js';
import type { Conventions } from './conventions.js';
import type { ExistingProject } from './existing-project.js';
import { mapTexts } from './map-texts.js';

interface Renamed {
  readonly spec: ProjectSpec;
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** Gives resources names as the project has them, and other ones than it has. */
export function renameResources(spec: ProjectSpec, existing: ExistingProject, conventions: Conventions): Renamed {
  const names = modelNames(spec, existing, conventions);
  const nameOf = (name: string): string => names.get(name) ?? name;
  const blocks = fresh(spec.docsBlocks ?? [], existing.docsBlocks);
  const exposures = fresh(spec.exposures ?? [], existing.exposures);
  const unitTests = fresh(spec.unitTests ?? [], existing.unitTests);
  // Texts that name a model: references, the macro that takes a name, and descriptions.
  const mapped = mapTexts(spec, (text) =>
    text
      .replaceAll(
        /\b(ref\(|tsql_former_rows\()'([^']+)'/g,
        (_, call: string, name: string) => `${call}'${nameOf(name)}'`,
      )
      .replaceAll(/`([a-z]\w*__\w+)`/g, (_, name: string) => `\`${nameOf(name)}\``),
  );
  const result: ProjectSpec = {
    ...mapped,
    models: mapped.models.map((model) => ({
      ...model,
      name: nameOf(model.name),
      ...(model.layer === 'staging' ? { folder: sourceOf(model) ?? model.folder ?? '' } : {}),
      columns: model.columns.map((column) =>
        column.docsBlock === undefined ? column : { ...column, docsBlock: blocks(column.docsBlock) },
      ),
    })),
    ...(mapped.seeds ? { seeds: mapped.seeds.map((each) => ({ ...each, name: nameOf(each.name) })) } : {}),
    ...(mapped.groups ? { groups: mapped.groups.filter(({ name }) => !existing.groups.has(name)) } : {}),
    ...(mapped.docsBlocks
      ? { docsBlocks: mapped.docsBlocks.map((each) => ({ ...each, name: blocks(each.name) })) }
      : {}),
    ...(mapped.exposures
      ? {
          exposures: mapped.exposures.map((each) => ({
            ...each,
            name: exposures(each.name),
            dependsOn: each.dependsOn.map(nameOf),
          })),
        }
      : {}),
    ...(mapped.selectors
      ? { selectors: mapped.selectors.map((each) => ({ ...each, models: each.models.map(nameOf) })) }
      : {}),
    ...(mapped.unitTests
      ? {
          unitTests: mapped.unitTests.map((each) => ({
            ...each,
            name: unitTests(each.name),
            model: nameOf(each.model),
          })),
        }
      : {}),
    // Written as they are: paths and names in them are those of the project of its own.
    documents: [],
  };
  const renamed = [...names].flatMap(([from, to]) => (from === to ? [] : [{ from, to }]));
  return { spec: result, renamed: renamed.sort((a, b) => compareText(a.from, b.from)) };
}

function modelNames(
  spec: ProjectSpec,
  { relations }: ExistingProject,
  conventions: Conventions,
): ReadonlyMap<string, string> {
  const wanted = spec.models.map((model) => ({ from: model.name, to: wantedName(model, conventions) }));
  const seeds = (spec.seeds ?? []).map(({ name }): [string, string] => [
    name,
    relations.has(name.toLowerCase()) ? `${name}_migrated` : name,
  ]);
  const counts = new Map<string, number>();
  for (const { to } of wanted) counts.set(to, (counts.get(to) ?? 0) + 1);
  return new Map([
    ...seeds,
    ...wanted.map(({ from, to }): [string, string] => {
      // Two schemas with a table of one name: without the source's name they could not be told apart.
      const own = counts.get(to) === 1 ? to : conventions.prefix(from);
      return [from, relations.has(own.toLowerCase()) ? `${own}_migrated` : own];
    }),
  ]);
}

/** A staging model is called after the source that it reads, which may be theirs. */
function wantedName(model: ModelSpec, { prefix, sourceInName }: Conventions): string {
  const name = prefix(model.name);
  if (model.layer !== 'staging') return name;
  const [, start = '', entity = ''] = /^([a-z]+_).*?__(\w+)$/.exec(name) ?? [];
  if (entity === '') return name;
  if (!sourceInName) return `${start}${entity}`;
  return `${start}${sourceOf(model) ?? model.folder ?? ''}__${entity}`;
}

const sourceOf = ({ sql }: ModelSpec): string | undefined => /\bsource\('([^']+)'/.exec(sql)?.[1];

/** A name, with an ending where the project has it already. */
function fresh(items: readonly { readonly name: string }[], taken: ReadonlySet<string>): (name: string) => string {
  const own = new Set(items.map(({ name }) => name));
  return (name) => (own.has(name) && taken.has(name) ? `${name}_migrated` : name);
}
