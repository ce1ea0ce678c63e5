import { quoteIfNeeded } from '../naming/reserved-words.js';
import type {
  ColumnSpec,
  ConfigValue,
  DataTestSpec,
  MacroSpec,
  ModelSpec,
  SourceSpec,
  SourceTableSpec,
} from '../spec/project-spec.js';
import { descriptionText } from './description.js';
import { compact, writeYaml } from './write-yaml.js';

export function sourcesYaml(source: SourceSpec): string {
  // Said once where it holds for all of them.
  const unwatched = source.tables.length > 0 && source.tables.every((table) => table.freshness === null);
  const tables = source.tables.map((table) =>
    compact({
      name: table.name,
      identifier: table.identifier === table.name ? undefined : table.identifier,
      description: descriptionText(table.description),
      config: {
        ...compact({ loaded_at_field: table.loadedAtField, meta: table.meta }),
        ...(unwatched ? {} : freshness(table.freshness)),
      },
      data_tests: tests(table.tests),
      columns: columns(table.columns),
    }),
  );
  const entry = compact({
    name: source.name,
    description: descriptionText(source.description),
    schema: source.schema === source.name ? undefined : source.schema,
    loader: source.loader,
    config: { ...compact({ meta: source.meta }), ...(unwatched ? { freshness: null } : {}) },
    tables,
  });
  return writeYaml({ version: 2, sources: [entry] });
}

export function modelsYaml(models: readonly ModelSpec[]): string {
  const entries = models.map((model) =>
    compact({
      name: model.name,
      description: descriptionText(model.description),
      config: compact({
        access: model.access,
        group: model.group,
        contract: model.contract ? { enforced: true } : undefined,
        tags: model.tags,
        meta: model.meta,
      }),
      constraints: (model.constraints ?? []).map(compact),
      data_tests: tests(model.tests),
      columns: columns(model.columns),
    }),
  );
  return writeYaml({ version: 2, models: entries });
}

/** Generic tests are macros too, called `test_…`. */
export function macrosYaml(macros: readonly MacroSpec[], prefix = ''): string {
  const entries = macros.map((macro) =>
    compact({
      name: `${prefix}${macro.name}`,
      description: descriptionText(macro.description),
      arguments: (macro.arguments ?? []).map(({ name, type, description }) =>
        compact({ name, type, description: descriptionText(description) }),
      ),
    }),
  );
  return writeYaml({ version: 2, macros: entries });
}

export function singularTestsYaml(described: readonly { name: string; description?: string }[]): string {
  const entries = described.map(({ name, description }) =>
    compact({ name, description: descriptionText(description) }),
  );
  return writeYaml({ version: 2, data_tests: entries });
}

/** `null` is kept: it says that freshness is not watched, on purpose. */
function freshness(value: SourceTableSpec['freshness']): Record<string, ConfigValue> {
  return value === undefined ? {} : { freshness: value };
}

function columns(specs: readonly ColumnSpec[]): ConfigValue[] {
  return specs.map((column) =>
    compact({
      name: column.name,
      description:
        column.docsBlock === undefined ? descriptionText(column.description) : `{{ doc('${column.docsBlock}') }}`,
      data_type: column.dataType?.replace(/\s*,\s*/g, ','),
      quote: quoteIfNeeded(column.name) === column.name ? undefined : true,
      config: compact({ meta: column.meta }),
      constraints: (column.constraints ?? []).map(compact),
      data_tests: tests(column.tests),
    }),
  );
}

function tests(specs: readonly DataTestSpec[] = []): ConfigValue[] {
  return specs.map((spec) => {
    const body = compact({
      name: spec.name,
      description: descriptionText(spec.description),
      arguments: spec.arguments === undefined ? undefined : compact(spec.arguments),
      config: spec.config === undefined ? undefined : compact(spec.config),
    });
    return Object.keys(body).length === 0 ? spec.test : { [spec.test]: body };
  });
}
