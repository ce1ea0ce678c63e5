import { build } from './build.mjs';
import { buildWeb } from './build-web.mjs';
import { dbtEnvironment } from './dbt-environment.mjs';
import { npmPackages } from './npm-packages.mjs';
import { withSetupLock } from './setup-lock.mjs';

/** In the order in which they are told. */
const STEPS = [npmPackages, dbtEnvironment, build, buildWeb];

/**
 * Brings the clone up to date: each step looks first whether there is anything to do. Progress goes to stderr.
 *
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function setUp() {
  if (STEPS.every((step) => step.isCurrent())) return false;
  await withSetupLock(async () => {
    await make(npmPackages);
    // pip and tsc keep one processor busy each, and need nothing of each other.
    await together([() => make(dbtEnvironment), () => make(build).then(() => make(buildWeb))]);
  });
  return true;
}

/** @param {(typeof STEPS)[number]} step */
async function make(step) {
  // Asked again: another set-up may have done it while this one waited.
  if (step.isCurrent()) return;
  process.stderr.write(`set-up ${STEPS.indexOf(step) + 1}/${STEPS.length}: ${step.title}\n`);
  await step.make();
}

/**
 * Waits for all of them, also when one fails: nobody may find the lock free while another one works.
 *
 * @param {(() => Promise<void>)[]} works
 */
async function together(works) {
  const ended = await Promise.allSettled(works.map((work) => work()));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
