import { OWN_SESSION } from '@datamigrate/tsql-engine';

/** The day of a run, as the project and the reference engine both take it. */
export const today = (now: Date): string => now.toISOString().slice(0, 10);

/** GETDATE() of the reference engine: the project knows the time of the run to the second. */
export const wholeSecond = (now: Date): number => Math.floor(now.getTime() / 1000) * 1000;

/**
 * The day and time of the run and who runs it, for variables that nobody set: the reference engine runs with the same
 * ones.
 */
export function runVariables(startedAt: Date): Readonly<Record<string, unknown>> {
  const { login, user, host, application, server } = OWN_SESSION;
  return {
    now: `${today(startedAt)} ${startedAt.toISOString().slice(11, 19)}`,
    today: today(startedAt),
    tsql_login: login,
    tsql_user: user,
    tsql_host: host,
    tsql_application: application,
    tsql_server: server,
  };
}
