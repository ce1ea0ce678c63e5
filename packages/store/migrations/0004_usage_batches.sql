CREATE TABLE "usage_batches" (
	"id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"calls" integer NOT NULL,
	"kinds" json NOT NULL,
	"kind" text NOT NULL,
	"milliseconds" text NOT NULL,
	"request_ids" json NOT NULL,
	"later" text NOT NULL,
	CONSTRAINT "usage_batches_organisation_id_until_id_pk" PRIMARY KEY("organisation_id","until","id")
);--> statement-breakpoint
WITH parts AS (
	SELECT *, date_trunc('hour', at) AS since,
		(row_number() OVER (PARTITION BY organisation_id, date_trunc('hour', at) ORDER BY at, id) - 1) / 50000 AS part
	FROM usage_logs
), ranked AS (
	SELECT *, dense_rank() OVER (PARTITION BY organisation_id, since, part
		ORDER BY key_id, user_id, caller, operation, method, status) - 1 AS kind
	FROM parts
), kinds AS (
	SELECT organisation_id, since, part, kind, json_build_object('kind', kind, 'keyId', key_id, 'userId', user_id,
		'caller', caller, 'operation', operation, 'method', method, 'status', status, 'calls', count(*)) AS document
	FROM ranked
	GROUP BY organisation_id, since, part, kind, key_id, user_id, caller, operation, method, status
), documents AS (
	SELECT organisation_id, since, part, json_agg(document ORDER BY kind) AS kinds FROM kinds GROUP BY organisation_id, since, part
)
INSERT INTO usage_batches (id, organisation_id, since, until, calls, kinds, kind, milliseconds, request_ids, later)
SELECT left(min(id), -8) || lpad(to_hex(row_number() OVER ()), 4, '0') || '0000', organisation_id, since, max(at), count(*), (array_agg(kinds))[1],
	string_agg(kind::text, ' ' ORDER BY at, id), string_agg(milliseconds::text, ' ' ORDER BY at, id),
	json_agg(request_id ORDER BY at, id),
	string_agg(round(extract(epoch FROM at - since) * 1000)::integer::text, ' ' ORDER BY at, id)
FROM ranked JOIN documents USING (organisation_id, since, part)
GROUP BY organisation_id, since, part;--> statement-breakpoint
DROP TABLE "usage_logs";--> statement-breakpoint
CREATE VIEW usage_logs AS
SELECT left(batch.id, -4) || lpad(to_hex(call.number), 4, '0') AS id, batch.organisation_id, kinds."keyId" AS key_id,
	kinds."userId" AS user_id, kinds.caller, kinds.operation, kinds.method, kinds.status, call.milliseconds, call.request_id,
	batch.since + call.later * interval '1 millisecond' AS at, batch.id AS batch_id, batch.since AS batch_since,
	batch.until AS batch_until
FROM usage_batches AS batch
CROSS JOIN LATERAL ROWS FROM (
	unnest(string_to_array(batch.kind, ' ')::integer[]),
	unnest(string_to_array(batch.milliseconds, ' ')::integer[]),
	json_array_elements_text(batch.request_ids),
	unnest(string_to_array(batch.later, ' ')::integer[])
) WITH ORDINALITY AS call(kind, milliseconds, request_id, later, number)
JOIN LATERAL json_to_recordset(batch.kinds) AS kinds(kind integer, "keyId" text, "userId" text, caller text, operation text,
	method text, status integer) ON kinds.kind = call.kind;
