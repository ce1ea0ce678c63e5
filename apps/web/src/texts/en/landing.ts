export const landing = {
  eyebrow: 'SQL Server to dbt, procedures included',
  title: 'The same rows, proven. Then the old server may go.',
  lead: 'Hand in scripts or a database. Get a dbt project that runs, is tested, reads as if a person had written it, and returns the same rows as the original, value by value.',
  start: 'Create an account',
  signIn: 'Sign in',
  docs: 'API reference',
  toApp: 'Go to the dashboard',
  needsOwner: 'This service has no owner yet.',
  needsOwnerText: 'Open the one-time link that it printed when it started.',
  ladder: {
    title: 'Nine rungs, no opinions',
    text: 'A verdict is the highest rung that stored evidence supports. A check that did not run never counts as passed.',
  },
  example: {
    evidence: 'Evidence',
    rows: 'rows on both sides',
    missing: 'missing',
    extra: 'extra',
    different: 'different',
    caption: 'From the sample: the procedure, the model that it became, and the comparison.',
  },
  points: [
    {
      title: 'Procedures become models',
      text: 'Temporary tables, UPDATE chains, MERGE, IF and loops are analysed as programs over tables. No language model is needed, and none is trusted.',
    },
    {
      title: 'Nothing vanishes',
      text: 'Every statement ends converted, absorbed with its reason, or refused with a code, the place and what to do. The counts add up to what the source holds.',
    },
    {
      title: 'Proof without a SQL Server',
      text: 'A reference engine runs the original T-SQL in memory. A folder of scripts is enough to compare before and after.',
    },
    {
      title: 'Assumptions with names',
      text: 'Where SQL is plain because your data allows it, that is written down and watched by a dbt test of the same name.',
    },
  ],
  agents: { title: 'Six agents, one report', text: 'They stop where you want to look, and go on when you approve.' },
  footer: 'Runs on one machine with nothing else, or as a service for many teams.',
};
