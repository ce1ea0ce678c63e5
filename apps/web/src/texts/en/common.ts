import type {
  Agent,
  Checkpoint,
  Fidelity,
  MigrationState,
  ObjectClass,
  ObjectKind,
  Role,
  Verdict,
} from '@datamigrate/contracts';

export const common = {
  product: 'DataMigrate AI',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  saved: 'Saved',
  retry: 'Try again',
  refresh: 'Refresh',
  copy: 'Copy',
  copied: 'Copied',
  edit: 'Edit',
  remove: 'Delete',
  search: 'Search',
  all: 'All',
  none: 'None',
  more: 'Load more',
  loading: 'Loading',
  explain: 'What it means and what to do',
  requestId: (id: string) => `Request ${id}`,
  retryAfter: (seconds: number) => `Try again in ${seconds} s.`,
  never: 'never',
  you: 'you',
  yes: 'Yes',
  no: 'No',
  skip: 'Skip to content',
  actions: 'Actions',
  clearFilters: 'Clear filters',
  dismiss: 'Dismiss',
  unreachableTitle: 'The service does not answer',
  unreachable: 'Check the connection, or whether the service is running. Nothing was lost.',
  unreadable: (status: number) =>
    `The answer (status ${status}) is not one of this service. A proxy may stand in between.`,
  failedTitle: 'This could not be loaded',
};

export const roles: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  owner: { name: 'Owner', may: 'Everything, the plan and other owners included' },
  admin: { name: 'Admin', may: 'People, webhooks, settings and the audit log' },
  engineer: { name: 'Engineer', may: 'Runs migrations, keeps connections and keys' },
  viewer: { name: 'Viewer', may: 'Reads migrations and usage' },
};

export const states: Readonly<Record<MigrationState, string>> = {
  queued: 'Queued',
  running: 'Running',
  waiting: 'Needs review',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const checkpoints: Readonly<Record<Checkpoint, { readonly name: string; readonly hint: string }>> = {
  assess: { name: 'After the assessment', hint: 'See what is there before anything is planned.' },
  plan: { name: 'After the plan', hint: 'Read and edit the plan before anything is converted.' },
  object: { name: 'After each object', hint: 'See its evidence before the next one is compared.' },
};

export const agents: Readonly<Record<Agent, { readonly name: string; readonly does: string }>> = {
  assessment: { name: 'Assessment', does: 'reads and classes every object' },
  planner: { name: 'Planner', does: 'lays out the dbt project' },
  executor: { name: 'Executor', does: 'converts objects to models' },
  tester: { name: 'Tester', does: 'builds and tests with dbt' },
  rebuilder: { name: 'Rebuilder', does: 'takes out what does not build' },
  evaluator: { name: 'Evaluator', does: 'compares the rows' },
};

export const verdicts: Readonly<Record<Verdict, { readonly name: string; readonly means: string }>> = {
  equal: { name: 'Rows equal', means: 'Every row and value was compared and is the same.' },
  'equal-tolerance': { name: 'Equal within tolerance', means: 'The same, with the deviations that were declared.' },
  tested: { name: 'Tests pass', means: 'dbt built it and its tests pass; no rows were compared.' },
  runs: { name: 'Runs', means: 'The target runs it; tests or rows do not prove it.' },
  compiles: { name: 'Compiles', means: 'dbt compiles it; it did not run.' },
  translated: { name: 'Translated', means: 'SQL was written; dbt did not compile it.' },
  bound: { name: 'Bound', means: 'Every name is resolved; nothing was written.' },
  parsed: { name: 'Parsed', means: 'It was read without faults.' },
  found: { name: 'Found', means: 'It is in the source.' },
  refused: { name: 'Refused', means: 'Not converted, for a stated reason.' },
  'out-of-scope': { name: 'Out of scope', means: 'Nothing that a dbt project should hold.' },
};

export const fidelities: Readonly<Record<Fidelity, { readonly name: string; readonly means: string }>> = {
  exact: { name: 'Exact', means: 'Means the same on any rows.' },
  assumption: {
    name: 'Exact, assuming',
    means: 'Means the same while the named assumptions hold; dbt tests watch them.',
  },
  normalised: { name: 'Normalised', means: 'SQL Server itself would be free to return this.' },
  refused: { name: 'Refused', means: 'Not converted.' },
};

export const kinds: Readonly<Record<ObjectKind, string>> = {
  procedure: 'Procedure',
  view: 'View',
  table: 'Table',
  function: 'Function',
  trigger: 'Trigger',
};

export const classes: Readonly<Record<ObjectClass, string>> = {
  source: 'source',
  model: 'model',
  incremental: 'incremental',
  snapshot: 'snapshot',
  report: 'report',
  operational: 'operational',
  dead: 'dead',
};
