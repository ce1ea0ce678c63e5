import { type Plan, planSchema } from '@datamigrate/contracts';
import { fingerprint } from './fingerprint.js';
import { planOrder } from './plan-order.js';

/** The same for plans that say the same, whatever comments and layout their files have. */
export function planFingerprint(plan: Plan): string {
  return fingerprint(JSON.stringify(planSchema.parse(plan)));
}

/**
 * What the conversion of each object is made from: its own entry and, through their fingerprints, those of all that it
 * depends on. An edit of the plan makes exactly these conversions out of date.
 */
export function objectFingerprints(plan: Plan): ReadonlyMap<string, string> {
  const { objects, target, project, schemaVersion } = planSchema.parse(plan);
  const fingerprints = new Map<string, string>();
  for (const object of planOrder({ objects, target, project, schemaVersion }).objects) {
    const dependencies = object.dependsOn.map((id) => fingerprints.get(id) ?? '');
    fingerprints.set(object.id, fingerprint(JSON.stringify([target, project, object, dependencies])));
  }
  return fingerprints;
}
