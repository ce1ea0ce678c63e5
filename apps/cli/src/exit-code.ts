/** What a command ends with, as dbt does. */
export const EXIT = {
  /** All good. */
  ok: 0,
  /** Done, and not all is good: a check failed, or something was refused under --strict. */
  handled: 1,
  /** Not done: a usage error, an unreadable source, a fault of ours. */
  failed: 2,
  /** Stopped at once by a second Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
