// PGlite runs queries on the thread that it is loaded into: here, so that the service stays responsive meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

// As drizzle wants them: times as text. 1114 timestamp, 1184 timestamptz, 1082 date, 1186 interval, and their arrays.
const AS_TEXT = [1082, 1114, 1184, 1186, 1115, 1182, 1185, 1187, 1231];
const parsers = Object.fromEntries(AS_TEXT.map((type) => [type, (value) => value]));
// As node-postgres gives them: 64-bit integers as text.
parsers[20] = (value) => value;

const database = await PGlite.create({ ...(workerData.folder ? { dataDir: workerData.folder } : {}), parsers });

parentPort.on('message', async ({ id, text, values, rowMode, close }) => {
  try {
    if (close) {
      await database.close();
      parentPort.postMessage({ id, result: { rows: [], rowCount: 0 } });
      parentPort.close();
      return;
    }
    if (values === undefined || values.length === 0) {
      // Several statements in one text are allowed only without parameters.
      const results = await database.exec(text, { rowMode });
      parentPort.postMessage({ id, result: resultOf(results.at(-1)) });
      return;
    }
    parentPort.postMessage({ id, result: resultOf(await database.query(text, values, { rowMode })) });
  } catch (error) {
    const { message, code, detail, constraint, table, column } = error;
    parentPort.postMessage({ id, error: { message, code, detail, constraint, table, column } });
  }
});
parentPort.postMessage({ ready: true });

function resultOf(result) {
  if (result === undefined) return { rows: [], rowCount: 0, fields: [] };
  const { rows, fields, affectedRows } = result;
  return {
    rows,
    rowCount: affectedRows || rows.length,
    fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
  };
}
