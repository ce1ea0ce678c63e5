import { z } from 'zod';
import { resourceType } from '../events/node-vocabulary.js';
import type { DbtGenericTest, DbtManifest, DbtManifestNode } from './manifest.js';

const column = z.object({
  name: z.string(),
  description: z.string().default(''),
  data_type: z.string().nullish(),
});

const testMetadata = z.object({
  name: z.string(),
  namespace: z.string().nullish(),
  kwargs: z.record(z.string(), z.unknown()).default({}),
});

const node = z.object({
  unique_id: z.string(),
  resource_type: resourceType,
  name: z.string(),
  package_name: z.string(),
  original_file_path: z.string(),
  description: z.string().nullish(),
  relation_name: z.string().nullish(),
  schema: z.string().nullish(),
  alias: z.string().nullish(),
  compiled_path: z.string().nullish(),
  tags: z.array(z.string()).default([]),
  config: z.object({ materialized: z.string().nullish() }).nullish(),
  depends_on: z.object({ nodes: z.array(z.string()).default([]) }).nullish(),
  columns: z.record(z.string(), column).default({}),
  attached_node: z.string().nullish(),
  column_name: z.string().nullish(),
  test_metadata: testMetadata.nullish(),
});

const nodes = z.record(z.string(), node);

export const manifestSchema = z
  .object({
    metadata: z.object({
      dbt_version: z.string(),
      adapter_type: z.string(),
      project_name: z.string(),
      invocation_id: z.string(),
    }),
    nodes,
    sources: nodes,
    exposures: nodes,
    unit_tests: nodes.default({}),
  })
  .transform(
    ({ metadata, ...kinds }): DbtManifest => ({
      dbtVersion: metadata.dbt_version,
      adapterType: metadata.adapter_type,
      projectName: metadata.project_name,
      invocationId: metadata.invocation_id,
      nodes: new Map(
        Object.values(kinds)
          .flatMap(Object.values<Node>)
          .map((found) => [found.unique_id, nodeOf(found)]),
      ),
    }),
  );

type Node = z.infer<typeof node>;

function nodeOf(found: Node): DbtManifestNode {
  const test = genericTestOf(found);
  return {
    uniqueId: found.unique_id,
    resourceType: found.resource_type,
    name: found.name,
    packageName: found.package_name,
    originalFilePath: found.original_file_path,
    description: found.description ?? '',
    ...optional('relationName', found.relation_name),
    ...optional('schema', found.schema),
    ...optional('alias', found.alias),
    ...optional('materialized', found.config?.materialized),
    ...optional('compiledPath', found.compiled_path),
    tags: found.tags,
    dependsOn: found.depends_on?.nodes ?? [],
    columns: Object.values(found.columns).map(({ name, description, data_type }) => ({
      name,
      description,
      ...optional('dataType', data_type),
    })),
    ...optional('attachedNode', found.attached_node),
    ...(test ? { genericTest: test } : {}),
  };
}

function genericTestOf({ test_metadata: test, column_name: column }: Node): DbtGenericTest | undefined {
  if (!test) return undefined;
  // dbt adds what every test is given: its column, and the node as a piece of Jinja.
  const { model: _, column_name: __, ...own } = test.kwargs;
  return {
    name: test.namespace ? `${test.namespace}.${test.name}` : test.name,
    arguments: own,
    ...optional('column', column),
  };
}

/** The property, unless dbt left it out or empty. */
function optional<K extends string>(key: K, value: string | null | undefined): { readonly [P in K]?: string } {
  return value ? ({ [key]: value } as { readonly [P in K]?: string }) : {};
}
