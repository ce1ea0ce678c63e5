import type { DbtManifest } from '@datamigrate/dbt-runner';

/** `customer` of `model.shop.customer`. */
export const nameOf = (uniqueId: string): string => uniqueId.split('.').at(-1) ?? uniqueId;

/** The model that a test is one of: on which it is declared or, for a singular test, the only one that it reads. */
export function modelOfTest(manifest: DbtManifest | undefined, test: string): string | undefined {
  // Ids of unit tests name the model: `unit_test.<project>.<model>.<name>`.
  if (test.startsWith('unit_test.')) return test.split('.')[2];
  const node = manifest?.nodes.get(test);
  if (!node) return undefined;
  if (node.attachedNode !== undefined) return nameOf(node.attachedNode);
  const [only] = node.dependsOn;
  return node.dependsOn.length === 1 && only !== undefined ? nameOf(only) : undefined;
}
