import { RUN_AGAIN, SetupError } from './setup-error.mjs';

// npm and pip have no other way to tell why they failed than their output; npm at least prints codes.
const CAUSES = [
  {
    pattern: /ENOSPC|No space left on device|not enough space on the disk/i,
    message: 'the disk is full',
    help: `free some space (the set-up needs about 700 MB), then ${RUN_AGAIN}`,
  },
  {
    pattern: /EINTEGRITY|DO NOT MATCH THE HASHES|Hash(es)? (mismatch|are required)/i,
    message: 'a downloaded package is not the one that the lock file names (wrong hash)',
    help: `nothing of it was used; clear the cache ("npm cache clean --force" or "pip cache purge") or look at what a mirror serves, then ${RUN_AGAIN}`,
  },
  {
    pattern: /\bEUSAGE\b/,
    message: 'package.json and package-lock.json do not agree',
    help: `run "npm install" and commit the changed package-lock.json, then ${RUN_AGAIN}`,
  },
  {
    pattern: /\bEBADENGINE\b/,
    message: 'a package refuses this version of Node',
    help: `install the version named in .nvmrc, then ${RUN_AGAIN}`,
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|Failed to establish a new connection|Temporary failure in name resolution|Read timed out|ReadTimeoutError|ConnectTimeoutError|ProxyError|Connection (refused|reset|aborted)/i,
    message: 'the package registry cannot be reached',
    help: `check the network, and the proxy and registry settings of npm and pip, then ${RUN_AGAIN}`,
  },
  {
    pattern: /CERT_|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|SSLError|CERTIFICATE_VERIFY_FAILED/i,
    message: 'the certificate of the package registry is not trusted',
    help: `give npm (cafile) and pip (PIP_CERT) the certificate of the proxy in between, then ${RUN_AGAIN}`,
  },
  {
    pattern: /\bE(4\d\d|5\d\d)\b|HTTP error \d+|(Client|Server) Error/i,
    message: 'the package registry refused the request',
    help: `check the registry settings and credentials of npm and pip, then ${RUN_AGAIN}`,
  },
  {
    pattern: /No matching distribution found|Could not find a version that satisfies/i,
    message: 'the package registry has no ready-made package for this system',
    help: `use a Linux with glibc (not Alpine), macOS or Windows on x64 or arm64, with Python 3.10 to 3.14; if a mirror is in between, it may lack the package; then ${RUN_AGAIN}`,
  },
  {
    pattern: /\b(EACCES|EPERM|EROFS)\b|Permission denied|Read-only file system/i,
    message: 'a file cannot be written',
    help: `make the folder of the clone writable for this user, then ${RUN_AGAIN}`,
  },
];

/**
 * The error for a program that failed while it was doing `task`.
 *
 * @param {string} task for example 'npm ci'
 * @param {import('./run-command.mjs').Finished} finished
 */
export function explainFailure(task, finished) {
  const cause = CAUSES.find(({ pattern }) => pattern.test(finished.output));
  const end = finished.signal ? `was killed (${finished.signal})` : `ended with code ${finished.code}`;
  return new SetupError(cause ? `${task}: ${cause.message}` : `${task} ${end}`, {
    lines: usefulLines(finished.output),
    help: cause ? cause.help : `read the lines above, then ${RUN_AGAIN}`,
  });
}

// Empty lines, hints about other things, and the inside of a stack or an object that npm prints indented.
const NOISE =
  /^\s*$|A complete log of this run|npm (warn|notice)|^npm (error|ERR!)(\s*|\s{2,}.*|\s*[{}].*)$|new release of pip|To update, run|^Ignoring .*: markers|^\s*(Downloading|Collecting|Using cached) /i;

/** The last lines that say something. @param {string} output @param {number} [count] */
export function usefulLines(output, count = 6) {
  return output
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => !NOISE.test(line))
    .slice(-count)
    .map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
}
