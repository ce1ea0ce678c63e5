import { resolve } from 'node:path';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { readManifest } from './artifacts/manifest.js';
import { readRunResults } from './artifacts/run-results.js';
import type { DbtNodeResult } from './outcome.js';
import type { RunRecord } from './run-record.js';

/**
 * The results of a run, node by node. The events are complete even when the run was stopped; run_results.json, where this
 * run wrote one, has the last word on each node, and the manifest knows where the compiled SQL is.
 */
export async function collectNodes(
  record: RunRecord,
  projectDir: string,
): Promise<{ readonly nodes: readonly DbtNodeResult[]; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const nodes = new Map(record.nodes);
  const resultsPath = record.artifacts.get('RunExecutionResult');
  if (resultsPath !== undefined) {
    const results = await readRunResults(resolve(projectDir, resultsPath));
    if (!results.ok) diagnostics.push(results.error);
    else for (const node of results.value.nodes) nodes.set(node.uniqueId, { ...nodes.get(node.uniqueId), ...node });
  }
  const manifestPath = record.artifacts.get('WritableManifest');
  if (manifestPath !== undefined && nodes.size > 0) {
    const manifest = await readManifest(resolve(projectDir, manifestPath));
    if (!manifest.ok) diagnostics.push(manifest.error);
    else {
      for (const [id, node] of nodes) {
        const compiled = manifest.value.nodes.get(id)?.compiledPath;
        if (compiled !== undefined) nodes.set(id, { ...node, compiledPath: resolve(projectDir, compiled) });
      }
    }
  }
  return { nodes: [...nodes.values()], diagnostics };
}
