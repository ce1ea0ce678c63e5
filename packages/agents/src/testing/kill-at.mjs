// Loaded before the program: ends the process by SIGKILL right before the file operation with the number KILL_AT.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const OPERATIONS = ['open', 'rename', 'rm', 'rmdir', 'mkdir', 'link', 'writeFile'];
const killAt = Number(process.env.KILL_AT ?? 0);
let count = 0;

function counted(object, name) {
  const original = object[name];
  object[name] = function (...args) {
    count++;
    if (count === killAt) process.kill(process.pid, 'SIGKILL');
    return original.apply(this, args);
  };
}

for (const name of OPERATIONS) counted(fs.promises, name);
counted(fs, 'writeSync');
syncBuiltinESMExports();
process.on('exit', () => {
  if (process.env.KILL_AT === '0') process.stderr.write(`operations: ${count}\n`);
});
