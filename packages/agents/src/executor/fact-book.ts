import { displayName } from '@datamigrate/catalog';
import { type DataProfile, spellings } from '@datamigrate/landing';
import type { BaseColumn, DataFacts, ValueSources } from '@datamigrate/relational';

/**
 * Facts about landed rows. Lowering asks for them in the middle of its work; what is not known yet is answered with no
 * and remembered, so that the caller can look it up and lower again.
 */
export class FactBook implements DataFacts {
  readonly #values = new Answers<BaseColumn, readonly string[] | undefined>();
  readonly #zeros = new Answers<BaseColumn, boolean>();
  readonly #amounts = new Answers<BaseColumn, boolean>();
  readonly #lengths = new Answers<{ readonly column: BaseColumn; readonly length: number }, boolean>();

  /** Whether something was asked that could not be answered yet. */
  get hasQuestions(): boolean {
    return [this.#values, this.#zeros, this.#amounts, this.#lengths].some(({ isOpen }) => isOpen);
  }

  /** Looks up what was asked. */
  async answer(profile: DataProfile): Promise<void> {
    await this.#values.find((column) => profile.distinctValues(addressOf(column)));
    await this.#zeros.find((column) => profile.neverZero(addressOf(column)));
    await this.#amounts.find((column) => profile.moderateAmounts(addressOf(column)));
    await this.#lengths.find(({ column, length }) => profile.byteLength(addressOf(column), length));
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
    return this.#zeros.of(keyOf(column), column) ?? false;
  }

  moderateAmounts(column: BaseColumn): boolean {
    return this.#amounts.of(keyOf(column), column) ?? false;
  }

  byteLength(column: BaseColumn, length: number): boolean {
    return this.#lengths.of(`${keyOf(column)} ${length}`, { column, length }) ?? false;
  }

  #every(sources: ValueSources, test: (text: string) => boolean): boolean {
    return this.#groups(sources)?.every((group) => group.every(test)) ?? false;
  }

  /** The values of all sources; undefined when some are not known, or not text. */
  #groups({ columns, literals }: ValueSources): readonly (readonly string[])[] | undefined {
    const groups: (readonly string[])[] = [literals];
    let complete = true;
    for (const column of columns) {
      const values = this.#values.of(keyOf(column), column);
      if (values) groups.push(values);
      else complete = false;
    }
    return complete ? groups : undefined;
  }
}

/** What was asked, by its key, and what the rows have answered. */
class Answers<Q, A> {
  readonly #known = new Map<string, A>();
  readonly #asked = new Map<string, Q>();

  get isOpen(): boolean {
    return this.#asked.size > 0;
  }

  /** Undefined for what nobody has looked up yet: it is asked by that. */
  of(key: string, question: Q): A | undefined {
    if (!this.#known.has(key)) this.#asked.set(key, question);
    return this.#known.get(key);
  }

  async find(look: (question: Q) => Promise<A>): Promise<void> {
    for (const [key, question] of this.#asked) this.#known.set(key, await look(question));
    this.#asked.clear();
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
