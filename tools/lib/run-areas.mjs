// What `npm run score` and `npm run bench` have in common: one module an area, chosen by name or all of them.
import { readdirSync } from 'node:fs';

/**
 * Runs the chosen areas of a tool, or all: the function named `tool` of each module under tools/<tool>/.
 * @param {'score' | 'bench'} tool
 * @param {readonly string[]} args
 */
export async function runAreas(tool, args) {
  const areas = readdirSync(new URL(`../${tool}/`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.mjs'))
    .map((entry) => entry.name.slice(0, -'.mjs'.length));
  const [first] = args;
  const named = first !== undefined && !first.startsWith('-');
  if (named && !areas.includes(first)) {
    console.error(`${tool}: unknown area '${first}'; there are: ${areas.join(', ')}`);
    return 2;
  }
  let code = 0;
  for (const area of named ? [first] : areas) {
    if (!named) console.log(`# ${area}`);
    try {
      const module = await import(`../${tool}/${area}.mjs`);
      code ||= await module[tool](named ? args.slice(1) : args);
    } catch (error) {
      if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      console.error(`${tool}: a package is not built yet; run 'npm run setup' first.\n  ${error.message}`);
      return 2;
    }
  }
  return code;
}
