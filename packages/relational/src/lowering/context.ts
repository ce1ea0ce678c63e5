import type { QualifiedName } from '@datamigrate/catalog';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { type Assumption, type AssumptionCode, assumptionOf } from '../facts/assumption.js';
import type { DataFacts, ValueOrigin, ValueSources } from '../facts/data-facts.js';
import type { Normalisation } from '../facts/normalisation.js';
import type { RelExpression, RelLiteral } from '../tree/expression.js';
import { SeenComments } from './keep-comments.js';
import { RelationsInScope } from './relations-in-scope.js';

/** How an object of the database is called in the project. */
export interface EmittedRelation {
  /** One emitted name a column, in the order of the columns. */
  readonly columns: readonly string[];
  /** Where the values of each column come from, as far as known. */
  readonly origins: readonly ValueOrigin[];
  /** What queries call it, where that is not its own name. */
  readonly called?: string;
}

export interface LoweringSettings {
  /** Undefined for an object that becomes neither a source nor a model, `refused` for one that should have. */
  relation(object: QualifiedName): EmittedRelation | 'refused' | undefined;
  /** The body of an inline function or of a view that is folded into its readers. */
  inlineFunction?(object: QualifiedName): InlineFunction | undefined;
  /** What a scalar function comes to, in terms of its parameters; undefined for one that cannot be written out. */
  scalarFunction?(object: QualifiedName): InlineScalar | undefined;
  /** An emitted name for a column, alias or CTE of the source. */
  name(original: string): string;
  readonly facts: DataFacts;
  /**
   * What is to be done where the facts say nothing of texts: compare by keys that raise an error at run time for values
   * whose equality or order they do not decide. Without guards such a comparison is refused.
   */
  readonly guards?: boolean;
  /**
   * Whether it is checked at run time what is an error, or cut, in SQL Server alone: numbers and dates beyond the range of
   * their type, texts beyond 8000 bytes, characters that count as two.
   */
  readonly checks?: boolean;
  /** Moments may be kept with six digits of a second where SQL Server has seven: in models, whose rows were landed so. */
  readonly sixDigits?: boolean;
  /** SET options at the time of the query; those of us_english where none are given. */
  readonly session?: Session;
  /** OPTION (MAXRECURSION n); 100 where none is given, 0 for no limit. */
  readonly maxRecursion?: number | undefined;
  /** Whether GETDATE() and SUSER_SNAME() may stand for the time at which the project is built, and for who builds it. */
  readonly clock?: boolean;
  /** What DB_NAME() is. */
  readonly database?: string | undefined;
}

export interface Session {
  /** 1 (Monday) to 7 (Sunday). */
  readonly dateFirst: number;
  readonly dateFormat: string;
  readonly language: string;
}

export const US_ENGLISH: Session = { dateFirst: 7, dateFormat: 'mdy', language: 'us_english' };

export interface InlineScalar {
  readonly parameters: InlineFunction['parameters'];
  readonly value: Bound.BoundExpression;
}

export interface InlineFunction {
  readonly parameters: readonly { readonly name: string; readonly type: Bound.BoundExpression['type'] }[];
  readonly query: Bound.BoundQuery;
}

/** What one object's lowering adds up to, beside its tree. */
export class LoweringContext {
  readonly diagnostics: Diagnostic[] = [];
  /** Reasons why the result is only one of those that SQL Server may return. */
  readonly normalised: Normalisation[] = [];
  readonly comments = new SeenComments();
  /** The functions whose values are being written out, innermost last. */
  readonly calls: Bound.BoundExpression[] = [];
  /** Conditions around what is being lowered. */
  deciding = 0;
  /** Whether there is a CASE that could ask again what was asked before. */
  chooses = false;
  /** Whether there is a subquery that could stand for another one. */
  asks = false;
  #assumptions: Map<string, Assumption> | undefined;
  readonly #scopes = new Map<Bound.BoundQuery, LoweringScope>();

  readonly settings: LoweringSettings;

  constructor(settings: LoweringSettings) {
    this.settings = settings;
  }

  get assumptions(): readonly Assumption[] {
    return this.#assumptions ? [...this.#assumptions.values()] : [];
  }

  get session(): Session {
    return this.settings.session ?? US_ENGLISH;
  }

  get facts(): DataFacts {
    return this.settings.facts;
  }

  /** Notes a refusal and gives something to go on with; the tree is of no use then. */
  refuse(diagnostic: Diagnostic): RelLiteral {
    this.diagnostics.push(diagnostic);
    return NOTHING;
  }

  /** Notes that the tree relies on something; literals alone need no test. */
  assume(code: AssumptionCode, sources: ValueSources): void {
    if (sources.columns.length === 0) return;
    const assumption = assumptionOf(code, sources);
    this.#assumptions ??= new Map();
    this.#assumptions.set(`${code} ${assumption.text}`, assumption);
  }

  /** Remembers the names inside a query block, for what is decided about its columns from outside. */
  enter(query: Bound.BoundQuery, scope: LoweringScope): void {
    this.#scopes.set(query, scope);
    scope.blocks.set(query, scope);
  }

  scopeOf(query: Bound.BoundQuery): LoweringScope | undefined {
    return this.#scopes.get(query);
  }

  normalise(kind: Normalisation['kind'], text: string): void {
    if (!this.normalised.some((known) => known.text === text)) this.normalised.push({ kind, text });
  }
}

export const NOTHING: RelLiteral = { kind: 'literal', type: { name: 'null' }, nullable: true, value: null };

/** A relation in scope: its emitted alias and columns. */
export interface LoweredRelation {
  readonly alias: string;
  readonly columns: readonly string[];
  readonly origins: readonly ValueOrigin[];
  /** Ordinals of columns of constants with seven digits of a second, and whether the target can hold them. */
  readonly fine?: ReadonlyMap<number, boolean>;
  /** Ordinals of xml columns that are texts which nobody has read yet. */
  readonly unread?: ReadonlySet<number> | undefined;
  /** Ordinals of xml columns that are one text as it is meant; `all` where parts of it stand in elements. */
  readonly joined?: ReadonlyMap<number, 'plain' | 'all'> | undefined;
  /** Ordinals of columns that count the rows of groups: never zero. */
  readonly counts?: ReadonlySet<number> | undefined;
  /** Of nodes(): the xml in which they stand. */
  readonly document?: RelExpression;
}

const NO_VARIABLES: ReadonlyMap<string, RelExpression> = new Map();
const NO_ORIGINS: ReadonlyMap<string, ValueOrigin> = new Map();

/** The names that can be seen from a place in a query. */
export class LoweringScope {
  readonly parent: LoweringScope | undefined;
  /** By relation id; ids are unique in one bound statement. */
  readonly relations: RelationsInScope;
  readonly ctes: RelationsInScope;
  /** The query blocks of the model that have been entered. */
  readonly blocks: Map<Bound.BoundQuery, LoweringScope>;
  /** By name in lower case, with its @. */
  readonly variables: ReadonlyMap<string, RelExpression>;
  /** Where the values of variables come from, in the body of a function; of others nothing is said. */
  readonly variableOrigins: ReadonlyMap<string, ValueOrigin>;
  readonly #aliases = new Set<string>();
  /** Of the whole model, so that no CTE hides another one. */
  readonly #cteNames: Set<string>;
  /** Set in the block of a grouped query: its keys as lowered, for what stands above the grouping. */
  groupKeys: readonly GroupKey[] = [];
  /** The block has grouping sets: keys are NULL in the rows of sets without them. */
  groupingSets = false;

  constructor(
    parent?: LoweringScope,
    variables?: ReadonlyMap<string, RelExpression>,
    origins?: ReadonlyMap<string, ValueOrigin>,
  ) {
    this.parent = parent;
    this.#cteNames = parent ? parent.#cteNames : new Set();
    // The body of a function has ids of its own.
    const around = variables ? undefined : parent;
    this.relations = new RelationsInScope(around?.relations);
    this.ctes = new RelationsInScope(around?.ctes);
    this.blocks = parent?.blocks ?? new Map();
    this.variables = variables ?? parent?.variables ?? NO_VARIABLES;
    this.variableOrigins = origins ?? (variables ? undefined : parent?.variableOrigins) ?? NO_ORIGINS;
  }

  /** An alias that hides none of the outer ones, so that correlated columns keep their meaning. */
  claimAlias(wanted: string): string {
    let alias = wanted;
    for (let n = 2; this.isTaken(alias); n++) alias = `${wanted}_${n}`;
    this.#aliases.add(alias.toLowerCase());
    return alias;
  }

  /** A name for a CTE; aliases may be called alike, as FROM alone looks for CTEs. */
  claimCte(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.isCte(name); n++) name = `${wanted}_${n}`;
    this.#cteNames.add(name.toLowerCase());
    return name;
  }

  isCte(name: string): boolean {
    return this.#cteNames.has(name.toLowerCase());
  }

  isTaken(alias: string): boolean {
    return this.#aliases.has(alias.toLowerCase()) || (this.parent?.isTaken(alias) ?? false);
  }
}

export interface GroupKey {
  /** What the block groups by. */
  readonly key: RelExpression;
  /** What the select list and HAVING read instead. */
  readonly value: RelExpression;
  /** The grouping expression itself. */
  readonly written: RelExpression;
}
