// The T-SQL corpora beside the repository (../shared/corpora), with what Microsoft's own parser counted in them.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));

export const FILE_CORPORA = ['databases', 'procbench', 'sqlproj', 'warehouses'];
export const BATCH_CORPORA = ['sqlfluff', 'grammars-v4', 'scriptdom'];

export function haveCorpora() {
  return existsSync(`${ROOT}facts`);
}

/**
 * What the facts call an error because that build is older than the syntax. README.md of the corpora names the first
 * two; the others are options of SQL Server 2022 and later, code pages and file formats.
 */
const NEWER =
  /OPTIMIZE_FOR_SEQUENTIAL_KEY|ACCELERATED_DATABASE_RECOVERY|OPTIMIZED_LOCKING|'65001'|FIRST_ROW|SINGLE_NCLOB/;

function jsonLines(path) {
  return readFileSync(`${ROOT}${path}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** 'valid', 'invalid', or 'unsure' where nobody knows. */
function verdictOfFact(fact) {
  if (fact.ok) return 'valid';
  return fact.errors.every((error) => NEWER.test(error.message)) ? 'valid' : 'invalid';
}

/** Scripts of a corpus: the bytes of each, with the facts of its batches. */
export function* fileScripts(corpus) {
  const byFile = new Map();
  for (const fact of jsonLines(`facts/${corpus}.jsonl`)) {
    const facts = byFile.get(fact.file);
    if (facts) facts.push(fact);
    else byFile.set(fact.file, [fact]);
  }
  for (const [file, facts] of byFile) {
    const raw = readFileSync(`${ROOT}${file}`);
    yield {
      id: file,
      bytes: file.endsWith('.gz') ? gunzipSync(raw) : raw,
      facts: facts.map((fact) => ({ ...fact, verdict: verdictOfFact(fact) })),
    };
  }
}

/** Single texts of a corpus with one verdict each. */
export function* labelledTexts(corpus) {
  const reasons = new Map(jsonLines('facts/disagreements.jsonl').map((d) => [d.id, d]));
  const facts = new Map(jsonLines(`facts/syntax-${corpus}.jsonl`).map((fact) => [fact.id, fact]));
  for (const { id, sql, expect } of jsonLines(`syntax/${corpus}.jsonl`)) {
    const disagreement = reasons.get(id);
    const verdict =
      expect === 'invalid' || disagreement?.reason === 'label'
        ? 'invalid'
        : disagreement?.reason === 'unsure'
          ? 'unsure'
          : 'valid';
    yield { id, sql, fact: facts.get(id), verdict, reason: disagreement };
  }
}
