import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from './paths.mjs';

const LOCK = join(CACHE, 'setup.lock');
const TAKEOVER = `${LOCK}.takeover`;
const HEARTBEAT_MS = 5_000;
// Covers a holder on another machine or in another container, whose process number says nothing here.
const SILENT_MS = 60_000;

let held = false;
/** @type {Set<number>} */
const workers = new Set();

/**
 * Runs `work` while no other set-up of this clone runs.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(work) {
  mkdirSync(CACHE, { recursive: true });
  for (let told = false; !tryCreate(LOCK, ownContent()); ) {
    const holder = readHolder();
    if (holder && isAbandoned(holder)) takeOver();
    else {
      if (holder && !told) process.stderr.write(`set-up: waiting for another one (process ${holder.pid})\n`);
      told ||= holder !== undefined;
      await sleep(100);
    }
  }
  held = true;
  const heartbeat = setInterval(touch, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    held = false;
    if (isOwn(readHolder())) rmSync(LOCK, { force: true });
  }
}

/**
 * Writes a program that works for the holder into the lock until it ends: when the holder alone is killed, its npm or pip
 * goes on for a while, and nobody may start beside it.
 *
 * @param {import('node:child_process').ChildProcess} worker
 */
export function noteWorker(worker) {
  const { pid } = worker;
  if (pid === undefined) return;
  workers.add(pid);
  writeOwn();
  worker.on('exit', () => {
    workers.delete(pid);
    writeOwn();
  });
}

function writeOwn() {
  if (held && isOwn(readHolder())) writeFileSync(LOCK, ownContent());
}

function ownContent() {
  return JSON.stringify({ pid: process.pid, host: hostname(), workers: [...workers] });
}

/** @param {ReturnType<typeof readHolder>} holder */
function isOwn(holder) {
  return holder?.pid === process.pid && holder.host === hostname();
}

/** @param {string} file @param {string} content */
function tryCreate(file, content) {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, content);
    closeSync(handle);
    return true;
  } catch (error) {
    if (Object(error).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder() {
  try {
    const text = readFileSync(LOCK, 'utf8');
    const silentFor = Date.now() - statSync(LOCK).mtimeMs;
    // Empty: its owner is between creating and writing it, or was killed there.
    const { pid = 0, host = '', workers: numbers = [] } = text === '' ? {} : JSON.parse(text);
    return { pid, host, workers: numbers, silentFor };
  } catch {
    return undefined;
  }
}

/** @param {{ pid: number, host: string, workers: number[], silentFor: number }} holder */
function isAbandoned({ pid, host, workers: numbers, silentFor }) {
  if (silentFor > SILENT_MS) return true;
  if (pid === 0 || host !== hostname()) return false;
  return ![pid, ...numbers].some(isAlive);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Object(error).code !== 'ESRCH';
  }
}

/**
 * Removes an abandoned lock. Only one process may do so at a time: a second one could remove the lock that the first
 * has made in the meantime.
 */
function takeOver() {
  if (!tryCreate(TAKEOVER, '')) {
    if (ageOf(TAKEOVER) > SILENT_MS) rmSync(TAKEOVER, { force: true });
    return;
  }
  try {
    const holder = readHolder();
    if (holder && isAbandoned(holder)) rmSync(LOCK, { force: true });
  } finally {
    rmSync(TAKEOVER, { force: true });
  }
}

/** @param {string} file */
function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function touch() {
  try {
    utimesSync(LOCK, new Date(), new Date());
  } catch {
    // Somebody removed it by hand; the work itself is not affected.
  }
}
