/** The folder that a run keeps beside the dbt project it writes. */
export const RUN_FOLDER = '.datamigrate';

/** Files of the run folder, by what they hold. */
export const RUN_FILES = {
  run: 'run.json',
  catalog: 'catalog.json',
  plan: 'plan.yml',
  trace: 'trace.jsonl',
  events: 'events.jsonl',
  originals: 'originals.json',
  report: 'report.json',
  reportPage: 'report.html',
} as const;
