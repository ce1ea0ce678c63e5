import { hostResident } from '@datamigrate/dbt-runner';

/** One dbt is loaded for all test files; each of their runs is forked from it, as in the service. */
export default function setup(): () => void {
  // One project of tests has started it for the others.
  if (process.env['DATAMIGRATE_DBT_RESIDENT'] !== undefined) return () => {};
  const host = hostResident();
  Object.assign(process.env, host.environmentVariables());
  return () => host.close();
}
