import { displayName, type Module, objectKey, type QualifiedName } from '@datamigrate/catalog';
import { projectName } from '@datamigrate/dbt-project';
import { type Diagnostic, hasErrors } from '@datamigrate/diagnostics';
import {
  analyseFunction,
  analyseProcedure,
  analyseTogether,
  type FunctionAnalysis,
  isOperational,
  type ProcedureAnalysis,
  tablesRead,
} from '@datamigrate/procedure-analysis';
import type { Bound, BoundView, ModuleBinder } from '@datamigrate/tsql-binder';
import { DatabaseFacts } from './database-facts.js';
import { type ModuleStatement, moduleStatements } from './module-statements.js';
import { procedureBody } from './procedure-body.js';
import type { RowsAtHand } from './rows-at-hand.js';
import { VariableNames } from './variable-names.js';

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
  /** Of the procedure whose models are the work of several: all of them, in the order in which they run. */
  readonly together?: readonly Module[] | undefined;
  /** Of one of those others: the procedure whose models hold its work. */
  readonly partOf?: Module | undefined;
  /** Procedures that it calls, as `schema.name` in lower case. */
  readonly inlined: readonly string[];
  /** Tables and views, as `schema.name` in lower case. */
  readonly reads: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReaderOptions {
  /** Tables that somebody wants to see compared: they are no logs, whatever they look like. */
  readonly wanted?: readonly string[] | undefined;
  /** Procedures that scripts or a scenario call. */
  readonly called?: readonly QualifiedName[] | undefined;
  /** Tables in which procedures note what they do, as `schema.name` in lower case. */
  readonly control?: ReadonlySet<string> | undefined;
  /** Procedures that set the warehouse back to its beginning. */
  readonly resets?: ReadonlySet<Module> | undefined;
  readonly rows?: RowsAtHand | undefined;
}

/** Reads each module of a catalog once, when it is first asked for. */
export class ModuleReader {
  readonly #binder: ModuleBinder;
  readonly #facts = new Map<Module, ModuleFacts>();
  readonly #database: DatabaseFacts;
  readonly #resets: ReadonlySet<Module>;
  #variables: VariableNames | undefined;

  constructor(binder: ModuleBinder, { wanted, control, called, resets = new Set(), rows }: ReaderOptions = {}) {
    this.#binder = binder;
    this.#resets = resets;
    this.#database = new DatabaseFacts(binder, wanted, control, called, rows);
  }

  /** Takes procedures that run in this order as the work of the first one; false when they make no models together. */
  combine(modules: readonly Module[], notes: readonly Diagnostic[]): boolean {
    const [lead] = modules;
    const bodies = modules.flatMap((module) => this.read(module).body ?? []);
    const joint = bodies.length === modules.length ? analyseTogether(bodies, this.#database) : undefined;
    if (!lead || !joint) return false;
    const { analysis, fates } = joint;
    if ([...analysis.fates, ...fates.flat()].some(({ state }) => state === 'refused')) return false;
    for (const [i, module] of modules.entries()) {
      const facts = this.read(module);
      if (module === lead || !facts.analysis) continue;
      this.#facts.set(module, { ...facts, analysis: { ...facts.analysis, fates: fates[i] ?? [] }, partOf: lead });
    }
    const own = { ...analysis, fates: fates[0] ?? [], notes: [...analysis.notes, ...notes] };
    const reads = readsOf([bodies.map(({ statements }) => statements), own.tables.map(({ inserts }) => inserts)], own);
    this.#facts.set(lead, { ...this.read(lead), analysis: own, reads, together: modules });
    this.#variables = undefined;
    return true;
  }

  /** The variable of the project that stands for a parameter. One of several procedures that make models together has theirs. */
  variableOf(procedure: Module, parameter: string): string {
    this.#variables ??= this.#variableNames();
    return this.#variables.of(this.read(procedure).partOf ?? procedure, parameter);
  }

  #variableNames(): VariableNames {
    const { database, modules } = this.#binder.catalog.catalog;
    const isOwner = ({ analysis, operational }: ModuleFacts): boolean =>
      !operational && analysis?.calls.length === 0 && analysis.fates.every(({ state }) => state !== 'refused');
    const read = modules.map((procedure) => this.read(procedure));
    const inner = new Set(read.flatMap((facts) => (isOwner(facts) ? facts.inlined : [])));
    const own = read.flatMap((facts) => {
      const { module: procedure, analysis, partOf } = facts;
      if (!analysis || partOf) return [];
      const { parameters } = analysis;
      const hasModels = isOwner(facts) && !inner.has(objectKey(procedure));
      return [{ procedure, parameters, hasModels }];
    });
    return new VariableNames(own, projectName(database.name));
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
    const { body, diagnostics: found } = procedureBody(this.#binder, module);
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
      reads: readsOf([body.statements, analysis?.tables.map(({ inserts }) => inserts), analysis?.reports], analysis),
      diagnostics: found,
      operational:
        procedure &&
        (isOperational(body, (called) => this.#database.body(called)) ||
          this.#database.isJobControl(body) ||
          this.#resets.has(module)),
      function:
        module.kind === 'scalar-function' || module.kind === 'table-function'
          ? analyseFunction(body, this.#database)
          : undefined,
      analysis,
    };
  }
}

/** What is read by name: views whose queries stand in the models are not. */
function readsOf(tree: unknown, analysis: ProcedureAnalysis | undefined): ReadonlySet<string> {
  const opened = new Set(analysis?.opened);
  return new Set([...tablesRead(tree)].filter((name) => !opened.has(name)));
}

export const moduleId = (module: Module): string => displayName(module);
