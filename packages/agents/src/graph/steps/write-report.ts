import { type Report, RUN_FILES, reportSchema } from '@datamigrate/contracts';
import { guarded, type Steering } from '../steering.js';

/** Writes report.json. */
export async function writeReport(steering: Steering): Promise<Report> {
  const { cores, context, folder } = steering;
  const { plan } = await steering.plan();
  return guarded(steering, 'report', async () => {
    const report = await cores.report(context, plan);
    await folder.state.writeJson(RUN_FILES.report, reportSchema, report);
    return report;
  });
}
