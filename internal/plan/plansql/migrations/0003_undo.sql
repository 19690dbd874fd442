-- +goose Up
-- An accepted recovery plan can be taken back: the plan that it replaced, as a
-- packed document, and who took it back when. No row of it is ever removed.
ALTER TABLE plan_adoption ADD COLUMN replaced BYTEA;
ALTER TABLE plan_adoption ADD COLUMN undone_at BIGINT;
ALTER TABLE plan_adoption ADD COLUMN undone_by TEXT;
