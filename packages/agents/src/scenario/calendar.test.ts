import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Calendar (DayKey int NOT NULL PRIMARY KEY, Day date NOT NULL, No int NOT NULL, DayOfWeek int NOT NULL, Weekend bit NOT NULL, Week int NOT NULL);
GO
CREATE PROCEDURE dbo.FillCalendar @Start date, @Days int AS
SET DATEFIRST 1;
DECLARE @d date = @Start, @i int = 0, @key int;
WHILE @i < @Days
BEGIN
  SET @key = CONVERT(int, CONVERT(char(8), @d, 112));
  IF NOT EXISTS (SELECT 1 FROM dbo.Calendar WHERE DayKey = @key)
    INSERT INTO dbo.Calendar (DayKey, Day, No, DayOfWeek, Weekend, Week)
    VALUES (@key, @d, @i, DATEPART(weekday, @d), CASE WHEN DATEPART(dw, @d) IN (6, 7) THEN 1 ELSE 0 END, DATEPART(week, @d));
  SET @d = DATEADD(day, 1, @d);
  SET @i += 1;
END
GO
`;

it('fills a calendar whose weeks begin on Monday, once a day', { timeout: 300_000 }, async () => {
  const { report } = await migrateScript('calendar', SCRIPT, {
    scenario: {
      steps: [{ exec: "EXEC dbo.FillCalendar '20231228', 12" }, { exec: "EXEC dbo.FillCalendar '20240105', 10" }],
      targets: ['dbo.Calendar'],
    },
  });
  const fill = report.objects.find(({ id }) => id === 'dbo.FillCalendar');
  expect(fill?.verdict).toBe('equal');
  expect(
    fill?.evidence.map(({ rowsSource, missing, extra, different }) => [rowsSource, missing + extra + different]),
  ).toEqual([
    [12, 0],
    [18, 0],
  ]);
});
