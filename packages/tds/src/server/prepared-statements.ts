/** Statements that a client has prepared, by the handles that it was given. */
export interface PreparedStatement {
  readonly declaration: string;
  readonly text: string;
}

export class PreparedStatements {
  readonly #statements = new Map<number, PreparedStatement>();
  #last = 0;

  add(statement: PreparedStatement): number {
    this.#last++;
    this.#statements.set(this.#last, statement);
    return this.#last;
  }

  get(handle: number): PreparedStatement | undefined {
    return this.#statements.get(handle);
  }

  remove(handle: number): boolean {
    return this.#statements.delete(handle);
  }

  clear(): void {
    this.#statements.clear();
  }
}
