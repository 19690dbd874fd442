-- +goose Up
-- BYTEA columns without _index are sealed by the vault; those with it are
-- blind indexes. Times are milliseconds since 1970, 0 for never.
CREATE TABLE zone_zone (
	zone_id TEXT PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	name_en TEXT NOT NULL,
	time_zone TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);

CREATE TABLE zone_organisation (
	zone_id TEXT NOT NULL REFERENCES zone_zone (zone_id),
	id TEXT PRIMARY KEY,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	short TEXT NOT NULL,
	kind TEXT NOT NULL,
	created_ms BIGINT NOT NULL,
	UNIQUE (zone_id, code)
);

CREATE TABLE zone_person (
	zone_id TEXT NOT NULL REFERENCES zone_zone (zone_id),
	id TEXT PRIMARY KEY,
	org_id TEXT NOT NULL,
	paper_kind TEXT NOT NULL,
	name BYTEA NOT NULL,
	number BYTEA NOT NULL,
	phone BYTEA,
	email BYTEA,
	name_index BYTEA NOT NULL,
	number_index BYTEA NOT NULL,
	phone_index BYTEA,
	created_ms BIGINT NOT NULL,
	UNIQUE (zone_id, paper_kind, number_index)
);
CREATE INDEX zone_person_name ON zone_person (zone_id, name_index);
CREATE INDEX zone_person_number ON zone_person (zone_id, number_index);
CREATE INDEX zone_person_phone ON zone_person (zone_id, phone_index);
CREATE INDEX zone_person_org ON zone_person (zone_id, org_id, id);

CREATE TABLE zone_account (
	zone_id TEXT NOT NULL REFERENCES zone_zone (zone_id),
	id TEXT PRIMARY KEY,
	login BYTEA NOT NULL,
	login_index BYTEA NOT NULL UNIQUE,
	name BYTEA NOT NULL,
	phone BYTEA,
	language TEXT NOT NULL,
	disabled BOOLEAN NOT NULL,
	created_ms BIGINT NOT NULL,
	password BYTEA NOT NULL,
	password_changed_ms BIGINT NOT NULL,
	totp BYTEA,
	totp_confirmed BOOLEAN NOT NULL,
	totp_step BIGINT NOT NULL,
	recovery TEXT NOT NULL
);
CREATE INDEX zone_account_zone ON zone_account (zone_id, id);

CREATE TABLE zone_membership (
	zone_id TEXT NOT NULL,
	account_id TEXT NOT NULL REFERENCES zone_account (id),
	org_id TEXT NOT NULL REFERENCES zone_organisation (id),
	role TEXT NOT NULL,
	since_ms BIGINT NOT NULL,
	PRIMARY KEY (zone_id, account_id, org_id, role)
);
CREATE INDEX zone_membership_account ON zone_membership (account_id);

CREATE TABLE zone_invitation (
	zone_id TEXT NOT NULL REFERENCES zone_zone (zone_id),
	id TEXT PRIMARY KEY,
	org_id TEXT NOT NULL,
	role TEXT NOT NULL,
	name BYTEA NOT NULL,
	phone BYTEA,
	hash TEXT NOT NULL UNIQUE,
	by_account TEXT NOT NULL,
	created_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	used_ms BIGINT NOT NULL,
	account_id TEXT NOT NULL,
	revoked BOOLEAN NOT NULL
);
CREATE INDEX zone_invitation_zone ON zone_invitation (zone_id, id);

CREATE TABLE zone_session (
	zone_id TEXT NOT NULL,
	id TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES zone_account (id),
	hash TEXT NOT NULL UNIQUE,
	pending BOOLEAN NOT NULL,
	agent TEXT NOT NULL,
	address BYTEA,
	created_ms BIGINT NOT NULL,
	seen_ms BIGINT NOT NULL
);
CREATE INDEX zone_session_account ON zone_session (account_id, seen_ms);
CREATE INDEX zone_session_age ON zone_session (created_ms);

CREATE TABLE zone_token (
	zone_id TEXT NOT NULL,
	id TEXT PRIMARY KEY,
	org_id TEXT NOT NULL REFERENCES zone_organisation (id),
	role TEXT NOT NULL,
	name TEXT NOT NULL,
	prefix TEXT NOT NULL,
	hash TEXT NOT NULL UNIQUE,
	by_account TEXT NOT NULL,
	created_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	last_used_ms BIGINT NOT NULL,
	revoked BOOLEAN NOT NULL
);
CREATE INDEX zone_token_zone ON zone_token (zone_id, id);

-- Failed sign-ins come before anybody knows the zone, so there is no zone_id.
CREATE TABLE zone_attempt (
	key_index BYTEA PRIMARY KEY,
	failures INTEGER NOT NULL,
	last_ms BIGINT NOT NULL
);
CREATE INDEX zone_attempt_age ON zone_attempt (last_ms);

-- +goose Down
DROP TABLE zone_attempt;
DROP TABLE zone_token;
DROP TABLE zone_session;
DROP TABLE zone_invitation;
DROP TABLE zone_membership;
DROP TABLE zone_account;
DROP TABLE zone_person;
DROP TABLE zone_organisation;
DROP TABLE zone_zone;
