const OLDEST = [20, 20];

/**
 * The message for a Node that is too old, or an empty string.
 *
 * @param {string} version as in process.versions.node
 */
export function nodeVersionProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return '';
  return `error: this is Node ${version}, and DataMigrate needs ${OLDEST.join('.')} or newer
help: install the version that .nvmrc names (with a version manager: nvm install), then run it again
`;
}
