import { z } from 'zod';

const scenarioStepSchema = z.strictObject({
  mutate: z.string().optional().describe('T-SQL that changes the sources first.'),
  exec: z.string().optional().describe('The call that is migrated, for example EXEC dbo.LoadCustomer.'),
});

export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional(),
    steps: z.array(scenarioStepSchema),
    targets: z.array(z.string()).describe('Tables that are compared after every step.'),
    ignoreColumns: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe('By table: columns that may differ, such as the time of loading.'),
  })
  .describe('How to run procedures step by step for a comparison (--scenario).');
export type Scenario = z.infer<typeof scenarioSchema>;
