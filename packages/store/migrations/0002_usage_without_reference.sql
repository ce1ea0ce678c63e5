ALTER TABLE "usage_logs" DROP CONSTRAINT "usage_logs_organisation_id_organisations_id_fk";
