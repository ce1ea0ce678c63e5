import { z } from 'zod';
import { catalogDocumentSchema } from './catalog/catalog-document.js';
import { inventorySchema } from './catalog/inventory.js';
import { compareMapSchema, compareReportSchema } from './documents/compare.js';
import { execLineSchema } from './documents/exec-line.js';
import { landingProfileSchema } from './documents/landing-profile.js';
import { batchLineSchema, parseLineSchema } from './documents/parse-line.js';
import { planSchema } from './documents/plan.js';
import { progressEventSchema } from './documents/progress-event.js';
import { reportSchema } from './documents/report.js';
import { runStateSchema } from './documents/run-state.js';
import { scenarioSchema } from './documents/scenario.js';
import { originalsSchema, traceLineSchema } from './documents/trace-line.js';
import { translateLineSchema } from './documents/translate-line.js';

/** Every JSON document that the product reads or writes, by the name of its JSON Schema file. */
export const documents = {
  'batch-line': batchLineSchema,
  catalog: catalogDocumentSchema,
  'compare-map': compareMapSchema,
  'compare-report': compareReportSchema,
  'exec-line': execLineSchema,
  inventory: inventorySchema,
  'landing-profile': landingProfileSchema,
  originals: originalsSchema,
  'parse-line': parseLineSchema,
  plan: planSchema,
  'progress-event': progressEventSchema,
  report: reportSchema,
  'run-state': runStateSchema,
  scenario: scenarioSchema,
  'trace-line': traceLineSchema,
  'translate-line': translateLineSchema,
} as const;

export type DocumentName = keyof typeof documents;

/** The text of each JSON Schema file, by file name. */
export function jsonSchemaFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, schema] of Object.entries(documents)) {
    const { $schema, ...rest } = z.toJSONSchema(schema);
    files.set(`${name}.json`, `${JSON.stringify({ $schema, title: name, ...rest }, null, 2)}\n`);
  }
  return files;
}
