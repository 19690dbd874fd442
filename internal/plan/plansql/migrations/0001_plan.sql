-- +goose Up
-- Times of plans are civil minutes since 1970-01-01 (NULL when absent), dates
-- civil days since then, instants Unix milliseconds. Persons are account ids.

CREATE TABLE plan_project (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	org_id TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	site TEXT NOT NULL,
	liaison TEXT NOT NULL,
	target BIGINT,
	baseline_id TEXT NOT NULL,
	revision BIGINT NOT NULL,
	activities BIGINT NOT NULL,
	critical BIGINT NOT NULL,
	data_date BIGINT,
	start_at BIGINT,
	finish_at BIGINT,
	float_days BIGINT NOT NULL,
	percent DOUBLE PRECISION NOT NULL,
	delivery_days BIGINT NOT NULL,
	lamp BIGINT NOT NULL,
	reasons TEXT NOT NULL,
	search TEXT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by TEXT NOT NULL,
	PRIMARY KEY (zone_id, id),
	UNIQUE (zone_id, code)
);
CREATE INDEX plan_project_org ON plan_project (zone_id, org_id);

-- One row beside each project: what its plan says as a whole.
CREATE TABLE plan_plan (
	zone_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	uid TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	start_at BIGINT,
	finish_at BIGINT,
	data_date BIGINT,
	must_finish BIGINT,
	body TEXT NOT NULL,
	calendars TEXT NOT NULL,
	PRIMARY KEY (zone_id, project_id)
);

-- Links and assignments point at activities by seq, the row's place in the
-- outline; entries, baselines and deliveries by id, which outlives an import.
CREATE TABLE plan_activity (
	zone_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	seq BIGINT NOT NULL,
	id TEXT NOT NULL,
	uid BIGINT NOT NULL,
	code TEXT NOT NULL,
	wbs TEXT NOT NULL,
	name TEXT NOT NULL,
	parent BIGINT NOT NULL,
	level BIGINT NOT NULL,
	kind BIGINT NOT NULL,
	calendar BIGINT NOT NULL,
	minutes BIGINT NOT NULL,
	remaining BIGINT NOT NULL,
	work BIGINT NOT NULL,
	percent DOUBLE PRECISION NOT NULL,
	actual_start BIGINT,
	actual_finish BIGINT,
	more TEXT NOT NULL,
	PRIMARY KEY (zone_id, project_id, seq)
);

CREATE TABLE plan_link (
	zone_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	seq BIGINT NOT NULL,
	uid BIGINT NOT NULL,
	pred BIGINT NOT NULL,
	succ BIGINT NOT NULL,
	type BIGINT NOT NULL,
	lag_tenths BIGINT NOT NULL,
	lag_percent DOUBLE PRECISION NOT NULL,
	lag_unit BIGINT NOT NULL,
	lag_flags BIGINT NOT NULL,
	PRIMARY KEY (zone_id, project_id, seq)
);

CREATE TABLE plan_assignment (
	zone_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	seq BIGINT NOT NULL,
	uid BIGINT NOT NULL,
	activity BIGINT NOT NULL,
	resource BIGINT NOT NULL,
	units DOUBLE PRECISION NOT NULL,
	work BIGINT NOT NULL,
	more TEXT NOT NULL,
	PRIMARY KEY (zone_id, project_id, seq)
);

CREATE TABLE plan_baseline (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	number BIGINT NOT NULL,
	name TEXT NOT NULL,
	taken BIGINT,
	PRIMARY KEY (zone_id, id)
);
CREATE INDEX plan_baseline_project ON plan_baseline (zone_id, project_id);

CREATE TABLE plan_baseline_row (
	zone_id TEXT NOT NULL,
	baseline_id TEXT NOT NULL,
	activity_id TEXT NOT NULL,
	start_at BIGINT,
	finish_at BIGINT,
	minutes BIGINT NOT NULL,
	unit BIGINT NOT NULL,
	flags BIGINT NOT NULL,
	work BIGINT NOT NULL,
	cost DOUBLE PRECISION NOT NULL,
	PRIMARY KEY (zone_id, baseline_id, activity_id)
);

-- Entries are only ever added.
CREATE TABLE plan_entry (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	activity_id TEXT NOT NULL,
	supersedes TEXT,
	as_of BIGINT NOT NULL,
	basis BIGINT NOT NULL,
	done DOUBLE PRECISION NOT NULL,
	total DOUBLE PRECISION NOT NULL,
	unit TEXT NOT NULL,
	percent DOUBLE PRECISION NOT NULL,
	steps TEXT NOT NULL,
	actual_start BIGINT,
	actual_finish BIGINT,
	left_rule BIGINT NOT NULL,
	left_minutes BIGINT NOT NULL,
	note TEXT NOT NULL,
	photos TEXT NOT NULL,
	confirmed BOOLEAN NOT NULL,
	recorded_at BIGINT NOT NULL,
	recorded_by TEXT NOT NULL,
	PRIMARY KEY (zone_id, id),
	UNIQUE (zone_id, supersedes)
);
CREATE INDEX plan_entry_activity ON plan_entry (zone_id, project_id, activity_id, as_of);

CREATE TABLE plan_photo (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	content_type TEXT NOT NULL,
	data BYTEA NOT NULL,
	PRIMARY KEY (zone_id, id)
);

CREATE TABLE plan_delivery (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	item TEXT NOT NULL,
	quantity DOUBLE PRECISION NOT NULL,
	unit TEXT NOT NULL,
	supplier TEXT NOT NULL,
	ordered_on BIGINT NOT NULL,
	expected BIGINT NOT NULL,
	confidence BIGINT NOT NULL,
	activities TEXT NOT NULL,
	note TEXT NOT NULL,
	days BIGINT NOT NULL,
	search TEXT NOT NULL,
	updated_at BIGINT NOT NULL,
	updated_by TEXT NOT NULL,
	PRIMARY KEY (zone_id, id)
);
CREATE INDEX plan_delivery_project ON plan_delivery (zone_id, project_id);

CREATE TABLE plan_arrival (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	delivery_id TEXT NOT NULL,
	on_day BIGINT NOT NULL,
	quantity DOUBLE PRECISION NOT NULL,
	installed BOOLEAN NOT NULL,
	note TEXT NOT NULL,
	recorded_at BIGINT NOT NULL,
	recorded_by TEXT NOT NULL,
	PRIMARY KEY (zone_id, id)
);
CREATE INDEX plan_arrival_delivery ON plan_arrival (zone_id, delivery_id);

CREATE TABLE plan_event (
	zone_id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	revision BIGINT NOT NULL,
	action TEXT NOT NULL,
	activity_id TEXT NOT NULL,
	by_account TEXT NOT NULL,
	at BIGINT NOT NULL,
	detail TEXT NOT NULL,
	PRIMARY KEY (zone_id, project_id, revision)
);

-- Files that wait to be confirmed, as they came.
CREATE TABLE plan_pending (
	zone_id TEXT NOT NULL,
	id TEXT NOT NULL,
	project_id TEXT NOT NULL,
	org_id TEXT NOT NULL,
	by_account TEXT NOT NULL,
	name TEXT NOT NULL,
	encoding TEXT NOT NULL,
	data BYTEA NOT NULL,
	at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (zone_id, id)
);
