import type { SqlType } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import { Environment } from '../expressions/environment.js';
import type { Frame } from '../session/frame.js';
import { SessionHost } from '../session/host.js';
import type { Session } from '../session/session.js';
import type { SqlValue } from '../values/sql-value.js';

/** What a statement does to the ones after it. */
export type Flow =
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: SqlValue }
  | { readonly kind: 'goto'; readonly label: string };

/** A level of execution at work. */
export interface Run {
  readonly session: Session;
  readonly frame: Frame;
  /** What binding the statements reported: a statement that is not valid finds its error here. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of the schema that names without one belong to. */
  readonly defaultSchema: string;
  /** Type of the value that RETURN gives. */
  readonly returns?: SqlType | undefined;
}

/** A fresh environment for one statement. */
export function environmentOf(run: Run): Environment {
  const environment = new Environment(new SessionHost(run.session, run.frame));
  environment.maxRecursion = run.session.maxRecursion;
  return environment;
}
