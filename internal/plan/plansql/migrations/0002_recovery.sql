-- +goose Up
-- What was lost, and how it is won back. Dates are civil days since 1970-01-01,
-- instants Unix milliseconds, persons account ids.

-- Stoppages are only ever added: a correction names the entry it supersedes,
-- and one that was recorded by mistake is superseded by one marked withdrawn.
-- Of a whole zone org_id and project_id are empty; of an organisation
-- project_id is.
CREATE TABLE plan_stoppage (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	org_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	from_day BIGINT NOT NULL,
	to_day BIGINT NOT NULL,
	cause TEXT NOT NULL,
	restart TEXT NOT NULL,
	note TEXT NOT NULL,
	supersedes TEXT,
	withdrawn BOOLEAN NOT NULL,
	recorded_at BIGINT NOT NULL,
	recorded_by TEXT NOT NULL,
	PRIMARY KEY (zone_id, id),
	UNIQUE (zone_id, supersedes)
);

-- The finish that a project forecast, at the end of each day on which it moved.
CREATE TABLE plan_forecast (
	zone_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	day BIGINT NOT NULL,
	finish_at BIGINT NOT NULL,
	PRIMARY KEY (zone_id, project_id, day)
);

-- What holds on a project today: hands, permits, blocks, as JSON.
CREATE TABLE plan_conditions (
	zone_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	body TEXT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by TEXT NOT NULL,
	PRIMARY KEY (zone_id, project_id)
);

-- The measures of a zone where they differ from the defaults, as JSON.
CREATE TABLE plan_measures (
	zone_id TEXT NOT NULL,
	body TEXT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by TEXT NOT NULL,
	PRIMARY KEY (zone_id)
);

-- A solve runs outside of transactions; its row says how far it is. steps
-- rises with every word of it, so that pages know that there is news.
CREATE TABLE plan_solve (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	revision BIGINT NOT NULL,
	state TEXT NOT NULL,
	request TEXT NOT NULL,
	stop BOOLEAN NOT NULL,
	steps BIGINT NOT NULL,
	reason TEXT NOT NULL,
	asked_at BIGINT NOT NULL,
	asked_by TEXT NOT NULL,
	started_at BIGINT,
	seen_at BIGINT,
	ended_at BIGINT,
	result BYTEA NOT NULL,
	PRIMARY KEY (zone_id, id)
);
CREATE INDEX plan_solve_project ON plan_solve (zone_id, project_id, asked_at);

-- A recovery plan that was accepted, with what it bought.
CREATE TABLE plan_adoption (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	solve_id TEXT NOT NULL,
	revision BIGINT NOT NULL,
	baseline_id TEXT NOT NULL,
	body TEXT NOT NULL,
	adopted_at BIGINT NOT NULL,
	adopted_by TEXT NOT NULL,
	PRIMARY KEY (zone_id, id)
);
CREATE INDEX plan_adoption_project ON plan_adoption (zone_id, project_id, adopted_at);

-- Each measure of it is a dated task with an owner.
CREATE TABLE plan_task (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	adoption_id TEXT NOT NULL,
	place BIGINT NOT NULL,
	owner TEXT NOT NULL,
	body TEXT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by TEXT NOT NULL,
	PRIMARY KEY (zone_id, id)
);
CREATE INDEX plan_task_adoption ON plan_task (zone_id, adoption_id);
