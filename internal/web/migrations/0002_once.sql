-- +goose Up
-- An answer is stored with the change that it tells of: there is no work under way any more.
DELETE FROM web_idempotency WHERE status = 0;
ALTER TABLE web_idempotency ADD COLUMN way TEXT NOT NULL DEFAULT ''; -- message: why the answer is not shown again
ALTER TABLE web_idempotency ADD COLUMN allowed TEXT NOT NULL DEFAULT ''; -- what the actor was allowed for it

-- +goose Down
ALTER TABLE web_idempotency DROP COLUMN allowed;
ALTER TABLE web_idempotency DROP COLUMN way;
