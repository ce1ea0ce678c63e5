const OLDEST = [20, 20];

/**
 * The message for a Node that is too old, or an empty string.
 *
 * @param {string} version as in process.versions.node
 */
export function nodeVersionProblem(version) {
  const parts = version.split('.').map(Number);
  if (parts[0] > OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] >= OLDEST[1])) return '';
  return (
    'error: this is Node ' + version + ', and DataMigrate needs ' + OLDEST.join('.') + ' or newer\n' +
    'help: install the version named in .nvmrc (with a version manager: nvm install), then run it again\n'
  );
}
