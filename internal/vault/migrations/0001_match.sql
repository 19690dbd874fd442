-- +goose Up
CREATE TABLE vault_match (
	id TEXT PRIMARY KEY,
	sealed BYTEA NOT NULL,
	indexed BYTEA NOT NULL
);
