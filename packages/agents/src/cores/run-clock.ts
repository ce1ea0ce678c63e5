/** The day of a run, as the project and the reference engine both take it. */
export const today = (now: Date): string => now.toISOString().slice(0, 10);

/** GETDATE() of the reference engine: the project knows the time of the run to the second. */
export const wholeSecond = (now: Date): number => Math.floor(now.getTime() / 1000) * 1000;

/** The day and time of the run, for variables that nobody set: the reference engine runs with the same ones. */
export function clockVariables(startedAt: Date): Readonly<Record<string, unknown>> {
  return { now: `${today(startedAt)} ${startedAt.toISOString().slice(11, 19)}`, today: today(startedAt) };
}
