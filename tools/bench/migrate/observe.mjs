// Loaded into the command line: writes down what its parts take, in the file that DATAMIGRATE_BENCH names.
import { writeFileSync } from 'node:fs';
import { PerformanceObserver, performance } from 'node:perf_hooks';

const PREFIX = 'datamigrate:';
const measures = [];
const take = (entries) => {
  for (const { name, startTime, duration } of entries) {
    if (!name.startsWith(PREFIX)) continue;
    measures.push({ part: name.slice(PREFIX.length), start: startTime, end: startTime + duration });
  }
};
const observer = new PerformanceObserver((list) => take(list.getEntries()));
observer.observe({ entryTypes: ['measure'] });

process.on('exit', () => {
  take(observer.takeRecords());
  const { user, system } = process.cpuUsage();
  const cpu = (user + system) / 1000;
  writeFileSync(process.env.DATAMIGRATE_BENCH, JSON.stringify({ measures, total: performance.now(), cpu }));
});
