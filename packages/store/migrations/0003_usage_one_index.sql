DROP INDEX "usage_logs_organisation_id_at_index";--> statement-breakpoint
ALTER TABLE "usage_logs" DROP CONSTRAINT "usage_logs_pkey";--> statement-breakpoint
ALTER TABLE "usage_logs" ADD CONSTRAINT "usage_logs_organisation_id_at_id_pk" PRIMARY KEY("organisation_id","at","id");
