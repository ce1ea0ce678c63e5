/** Rows that a load cannot book: one has no amount, and SQL Server ends an INSERT of it (error 515). */
export const UNBOOKABLE_ROWS = `
CREATE TABLE dbo.Staged (Id int NOT NULL PRIMARY KEY, Amount int NULL);
CREATE TABLE dbo.Booked (Id int NOT NULL PRIMARY KEY, Amount int NOT NULL);
GO
INSERT dbo.Staged VALUES (1, 10), (2, NULL);
GO
`;
