-- +goose Up
-- How often a project's row was written: with the count of rows it tells
-- cheaply whether a list read before still stands.
ALTER TABLE plan_project ADD COLUMN written BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE plan_project DROP COLUMN written;
