/** Outcomes of one part: right, refused (said to be unsupported) or wrong, with what is behind those that are not right. */
export class Tally {
  #outcomes = { right: 0, refused: 0, wrong: 0 };
  #others = [];

  right() {
    this.#outcomes.right++;
  }

  /** @param {string} id @param {string} reason what is not supported, in few words: reasons are counted */
  refused(id, reason) {
    this.#outcomes.refused++;
    this.#others.push({ id, kind: 'refused', reason });
  }

  /** @param {string} id @param {string} reason what was expected and what came */
  wrong(id, reason) {
    this.#outcomes.wrong++;
    this.#others.push({ id, kind: 'wrong', reason });
  }

  get all() {
    const { right, refused, wrong } = this.#outcomes;
    return right + refused + wrong;
  }

  get wrongs() {
    return this.#outcomes.wrong;
  }

  row(name) {
    const { right, refused, wrong } = this.#outcomes;
    const share = Math.floor((right / this.all) * 10000) / 100;
    return `| ${name} | ${right} of ${this.all} | ${refused} | ${wrong} | ${share.toFixed(2)} % |`;
  }

  /** Wrong ones one by one; refusals by reason, the most frequent first, unless all are wanted. */
  printReasons(name, list) {
    if (this.#others.length === 0) return;
    console.log(`\n${name}:`);
    const shown = this.#others.filter(({ kind }) => list || kind === 'wrong');
    for (const { id, kind, reason } of shown) console.log(`  ${kind} ${id}: ${reason}`);
    if (list) return;
    const counts = new Map();
    for (const { kind, reason } of this.#others) {
      if (kind === 'refused') counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    for (const [reason, count] of [...counts].sort((a, b) => b[1] - a[1]))
      console.log(`  refused ${count} x ${reason}`);
  }
}
