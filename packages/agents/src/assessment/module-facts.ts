import { displayName, type Module } from '@datamigrate/catalog';
import { type Diagnostic, hasErrors } from '@datamigrate/diagnostics';
import {
  analyseFunction,
  analyseProcedure,
  type FunctionAnalysis,
  isOperational,
  type ProcedureAnalysis,
  tablesRead,
} from '@datamigrate/procedure-analysis';
import type { Bound, BoundView, ModuleBinder } from '@datamigrate/tsql-binder';
import { DatabaseFacts } from './database-facts.js';
import { type ModuleStatement, moduleStatements } from './module-statements.js';

/** What reading a module told. */
export interface ModuleFacts {
  readonly module: Module;
  readonly statements: readonly ModuleStatement[];
  readonly parsed: boolean;
  readonly bound: boolean;
  /** Of views and inline functions. */
  readonly view?: BoundView | undefined;
  readonly body?: Bound.BoundBody | undefined;
  /** Of functions with statements of their own. */
  readonly function?: FunctionAnalysis | undefined;
  /** Of procedures. */
  readonly analysis?: ProcedureAnalysis | undefined;
  readonly operational: boolean;
  /** Procedures that it calls, as `schema.name` in lower case. */
  readonly inlined: readonly string[];
  /** Tables and views, as `schema.name` in lower case. */
  readonly reads: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads each module of a catalog once, when it is first asked for. */
export class ModuleReader {
  readonly #binder: ModuleBinder;
  readonly #facts = new Map<Module, ModuleFacts>();
  readonly #database: DatabaseFacts;

  /** Tables that somebody wants to see compared are no logs, whatever they look like. */
  constructor(binder: ModuleBinder, wanted: readonly string[] = []) {
    this.#binder = binder;
    this.#database = new DatabaseFacts(binder, wanted);
  }

  read(module: Module): ModuleFacts {
    const known = this.#facts.get(module);
    if (known) return known;
    const facts = this.#read(module);
    this.#facts.set(module, facts);
    return facts;
  }

  #read(module: Module): ModuleFacts {
    const { statement, diagnostics } = this.#binder.parse(module);
    const parsed = statement !== undefined && !hasErrors(diagnostics);
    const statements = statement ? moduleStatements(module, statement) : [];
    const unread = {
      module,
      statements,
      parsed,
      bound: false,
      operational: false,
      inlined: [],
      reads: new Set<string>(),
      diagnostics,
    };
    if (!parsed) return unread;
    if (module.kind === 'view' || module.kind === 'inline-function') {
      const view = this.#binder.view(module);
      if (!view) return unread;
      const bound = view.query !== undefined && !hasErrors(view.diagnostics);
      return { ...unread, bound, view, reads: tablesRead(view.query), diagnostics: view.diagnostics };
    }
    const { body, diagnostics: found } = this.#binder.body(module);
    const bound = body !== undefined && !hasErrors(found);
    if (!body) return { ...unread, diagnostics: found };
    const procedure = module.kind === 'procedure';
    const analysis = procedure ? analyseProcedure(body, this.#database) : undefined;
    return {
      ...unread,
      bound,
      body,
      inlined: this.#database.callsOf(body),
      // What is read through calls and executed texts stands in the analysis only.
      reads: tablesRead([body.statements, analysis?.tables.map(({ inserts }) => inserts), analysis?.reports]),
      diagnostics: found,
      operational: procedure && isOperational(body),
      function:
        module.kind === 'scalar-function' || module.kind === 'table-function'
          ? analyseFunction(body, this.#database)
          : undefined,
      analysis,
    };
  }
}

export const moduleId = (module: Module): string => displayName(module);
