const BOUNDS_MS = [2, 10, 50, 200, 1_000, 5_000];
const NAME = 'datamigrate_request_seconds';

interface Series {
  readonly labels: string;
  /** Of each bound, and of what lies above all. */
  readonly counts: number[];
  milliseconds: number;
}

/** The histogram of requests in the format of Prometheus. Its client sorts and joins labels at each call; this only counts. */
export function requestHistogram(): {
  observe(operation: string, status: number, milliseconds: number): void;
  text(): string;
} {
  const operations = new Map<string, Map<number, Series>>();
  const seriesOf = (operation: string, status: number): Series => {
    let ofOperation = operations.get(operation);
    if (ofOperation === undefined) {
      ofOperation = new Map();
      operations.set(operation, ofOperation);
    }
    let series = ofOperation.get(status);
    if (series === undefined) {
      const labels = `operation="${operation}",status="${status}"`;
      series = { labels, counts: new Array<number>(BOUNDS_MS.length + 1).fill(0), milliseconds: 0 };
      ofOperation.set(status, series);
    }
    return series;
  };
  return {
    observe(operation, status, milliseconds) {
      const series = seriesOf(operation, status);
      let i = 0;
      while (milliseconds > (BOUNDS_MS[i] ?? Number.POSITIVE_INFINITY)) i++;
      series.counts[i] = (series.counts[i] ?? 0) + 1;
      series.milliseconds += milliseconds;
    },
    text() {
      const lines = [`# HELP ${NAME} Duration of API requests`, `# TYPE ${NAME} histogram`];
      for (const { labels, counts, milliseconds } of [...operations.values()].flatMap((one) => [...one.values()])) {
        let sum = 0;
        for (const [i, count] of counts.entries()) {
          sum += count;
          const bound = BOUNDS_MS[i];
          lines.push(`${NAME}_bucket{le="${bound === undefined ? '+Inf' : bound / 1000}",${labels}} ${sum}`);
        }
        lines.push(`${NAME}_sum{${labels}} ${milliseconds / 1000}`, `${NAME}_count{${labels}} ${sum}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}
