-- +goose Up
CREATE TABLE audit_entry (
	zone_id TEXT NOT NULL,
	number BIGINT NOT NULL,
	at BIGINT NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	object TEXT NOT NULL,
	detail TEXT NOT NULL,
	previous BYTEA NOT NULL,
	hash BYTEA NOT NULL,
	PRIMARY KEY (zone_id, number)
);
CREATE INDEX audit_entry_object ON audit_entry (zone_id, object, number);
CREATE INDEX audit_entry_actor ON audit_entry (zone_id, actor, number);
CREATE TABLE audit_head (
	zone_id TEXT PRIMARY KEY,
	number BIGINT NOT NULL,
	hash BYTEA NOT NULL
);
