export const help = {
  title: 'Codes',
  lead: 'Every problem and issue has a stable code. Each page says what happened, why, and what to do.',
  search: 'Search codes and texts',
  found: (count: number) => (count === 1 ? '1 code' : `${count} codes`),
  unknown: (code: string) => `There is no page for ${code}`,
  unknownText: 'It may come from a newer version of the service.',
  all: 'All codes',
  none: 'No code fits',
};
