import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import type { DbtResourceType } from '../events/node-vocabulary.js';
import { manifestSchema } from './manifest-schema.js';
import { readArtifact } from './read-artifact.js';

export interface DbtColumn {
  readonly name: string;
  readonly description: string;
  readonly dataType?: string;
}

/** Which generic test a data test is, and of which column. */
export interface DbtGenericTest {
  /** With the package in front unless it is dbt's own: `unique`, `dbt_utils.accepted_range`. */
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly column?: string;
}

export interface DbtManifestNode {
  readonly uniqueId: string;
  readonly resourceType: DbtResourceType;
  readonly name: string;
  readonly packageName: string;
  /** Relative to the project: for tests the file that declares them. */
  readonly originalFilePath: string;
  readonly description: string;
  readonly relationName?: string;
  readonly schema?: string;
  readonly alias?: string;
  readonly materialized?: string;
  /** Relative to the project; only after the node was compiled. */
  readonly compiledPath?: string;
  readonly tags: readonly string[];
  /** Unique ids of nodes. */
  readonly dependsOn: readonly string[];
  readonly columns: readonly DbtColumn[];
  /** Of a data test: the node that it tests. */
  readonly attachedNode?: string;
  readonly genericTest?: DbtGenericTest;
}

/** manifest.json: the project as dbt understood it. Nodes of every kind, sources, exposures and unit tests included. */
export interface DbtManifest {
  readonly dbtVersion: string;
  readonly adapterType: string;
  readonly projectName: string;
  readonly invocationId: string;
  readonly nodes: ReadonlyMap<string, DbtManifestNode>;
}

/** Reads manifest.json, schema version 12. */
export function readManifest(path: string): Promise<Result<DbtManifest, Diagnostic>> {
  return readArtifact(path, { version: 'manifest/v12', schema: manifestSchema });
}
