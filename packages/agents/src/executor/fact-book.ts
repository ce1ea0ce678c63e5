import { displayName } from '@datamigrate/catalog';
import { type DataProfile, spellings } from '@datamigrate/landing';
import type { BaseColumn, DataFacts, ValueSources } from '@datamigrate/relational';

/**
 * Facts about landed rows. Lowering asks for them in the middle of its work; what is not known yet is answered with no
 * and remembered, so that the caller can look it up and lower again.
 */
export class FactBook implements DataFacts {
  readonly #values = new Map<string, readonly string[] | undefined>();
  readonly #zeros = new Map<string, boolean>();
  readonly #amounts = new Map<string, boolean>();
  readonly #lengths = new Map<string, boolean>();
  readonly #askedValues = new Map<string, BaseColumn>();
  readonly #askedZeros = new Map<string, BaseColumn>();
  readonly #askedAmounts = new Map<string, BaseColumn>();
  readonly #askedLengths = new Map<string, { readonly column: BaseColumn; readonly length: number }>();

  /** Whether something was asked that could not be answered yet. */
  get hasQuestions(): boolean {
    return this.#asked.some(({ size }) => size > 0);
  }

  /** Looks up what was asked. */
  async answer(profile: DataProfile): Promise<void> {
    for (const [key, column] of this.#askedValues)
      this.#values.set(key, await profile.distinctValues(addressOf(column)));
    for (const [key, column] of this.#askedZeros) this.#zeros.set(key, await profile.neverZero(addressOf(column)));
    for (const [key, column] of this.#askedAmounts)
      this.#amounts.set(key, await profile.moderateAmounts(addressOf(column)));
    for (const [key, { column, length }] of this.#askedLengths)
      this.#lengths.set(key, await profile.byteLength(addressOf(column), length));
    for (const asked of this.#asked) asked.clear();
  }

  get #asked(): readonly Map<string, unknown>[] {
    return [this.#askedValues, this.#askedZeros, this.#askedAmounts, this.#askedLengths];
  }

  spelledAlike(sources: ValueSources, collation: string): boolean {
    const groups = this.#groups(sources);
    return groups !== undefined && spellings(groups, collation).spelledAlike;
  }

  simpleLetters(sources: ValueSources): boolean {
    return this.#every(sources, (text) => SIMPLE_LETTERS.test(text));
  }

  simpleOrder(sources: ValueSources): boolean {
    return this.#every(sources, (text) => /^[A-Za-z0-9 ]*$/.test(text));
  }

  noTrailingBlanks(sources: ValueSources): boolean {
    return this.#every(sources, (text) => !text.endsWith(' '));
  }

  neverZero(column: BaseColumn): boolean {
    const key = keyOf(column);
    const known = this.#zeros.get(key);
    if (known === undefined) this.#askedZeros.set(key, column);
    return known ?? false;
  }

  moderateAmounts(column: BaseColumn): boolean {
    const key = keyOf(column);
    const known = this.#amounts.get(key);
    if (known === undefined) this.#askedAmounts.set(key, column);
    return known ?? false;
  }

  byteLength(column: BaseColumn, length: number): boolean {
    const key = `${keyOf(column)} ${length}`;
    const known = this.#lengths.get(key);
    if (known === undefined) this.#askedLengths.set(key, { column, length });
    return known ?? false;
  }

  #every(sources: ValueSources, test: (text: string) => boolean): boolean {
    return this.#groups(sources)?.every((group) => group.every(test)) ?? false;
  }

  /** The values of all sources; undefined when some are not known, or not text. */
  #groups({ columns, literals }: ValueSources): readonly (readonly string[])[] | undefined {
    const groups: (readonly string[])[] = [literals];
    let complete = true;
    for (const column of columns) {
      const key = keyOf(column);
      const values = this.#values.get(key);
      if (values) groups.push(values);
      else complete = false;
      if (!this.#values.has(key)) this.#askedValues.set(key, column);
    }
    return complete ? groups : undefined;
  }
}

/** Printable ASCII and the Latin letters of one character and one case partner: no ß, ligatures or combining marks. */
const SIMPLE_LETTERS = /^[\t\r\n -~À-ÅÇ-ÖØ-Ýà-åç-öø-ýĀ-ıĴ-ňŊ-őŔ-ſ]*$/;

const addressOf = ({ table, column }: BaseColumn): { schema: string; table: string; column: string } => ({
  schema: table.schema,
  table: table.name,
  column,
});

const keyOf = ({ table, column }: BaseColumn): string => `${displayName(table)}.${column}`.toLowerCase();
