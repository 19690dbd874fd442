-- +goose Up
-- A project can be closed, archived and deleted, and comes back from each.
ALTER TABLE plan_project ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE plan_project ADD COLUMN state_at BIGINT;

-- What a line of history is to undo and redo: an 'edit' or an 'import' can be
-- undone, an 'undo' redone, an 'accept' is taken back by its own page ('back').
-- of_revision is the line that an undo, a redo or a taking back reverses.
ALTER TABLE plan_event ADD COLUMN step TEXT NOT NULL DEFAULT '';
ALTER TABLE plan_event ADD COLUMN of_revision BIGINT NOT NULL DEFAULT 0;
UPDATE plan_event SET step = 'edit' WHERE detail LIKE '%"before":%';
UPDATE plan_event SET step = 'import' WHERE action = 'plan.import' AND revision > 1;
UPDATE plan_event SET step = 'accept' WHERE detail LIKE '%"key":"plan.event.recovery"%';
UPDATE plan_event SET step = 'back', of_revision = revision - 1 WHERE detail LIKE '%"key":"plan.event.recovery_undone"%';

-- What an undo puts back and is too large for a line of history: a whole plan,
-- or a baseline, as a packed document.
CREATE TABLE plan_kept (
	zone_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	revision BIGINT NOT NULL,
	body BYTEA NOT NULL,
	PRIMARY KEY (zone_id, project_id, revision)
);

-- A foreman reports with a card, without an account. Only the hash of its
-- secret is here, and the name is sealed.
CREATE TABLE plan_card (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	name BYTEA NOT NULL,
	hash TEXT NOT NULL,
	scope TEXT NOT NULL,
	issued_at BIGINT NOT NULL,
	issued_by TEXT NOT NULL,
	expires_at BIGINT NOT NULL,
	revoked_at BIGINT,
	revoked_by TEXT,
	seen_at BIGINT,
	PRIMARY KEY (zone_id, id),
	UNIQUE (hash)
);
CREATE INDEX plan_card_project ON plan_card (zone_id, project_id);
CREATE INDEX plan_entry_recorded_by ON plan_entry (zone_id, recorded_by, recorded_at);
