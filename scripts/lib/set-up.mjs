import { build } from './build.mjs';
import { buildWeb } from './build-web.mjs';
import { dbtEnvironment } from './dbt-environment.mjs';
import { npmPackages } from './npm-packages.mjs';
import { withSetupLock } from './setup-lock.mjs';

const STEPS = [npmPackages, dbtEnvironment, build, buildWeb];

/**
 * Brings the clone up to date: each step looks first whether there is anything to do. Progress goes to stderr.
 *
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function setUp() {
  if (STEPS.every((step) => step.isCurrent())) return false;
  await withSetupLock(async () => {
    for (const [index, step] of STEPS.entries()) {
      // Asked again: another set-up may have done it while this one waited.
      if (step.isCurrent()) continue;
      process.stderr.write(`set-up ${index + 1}/${STEPS.length}: ${step.title}\n`);
      await step.make();
    }
  });
  return true;
}
