-- +goose Up
-- The sealing keys that this database was ever used with, each with a word sealed by it.
CREATE TABLE vault_key (
	id BIGINT PRIMARY KEY,
	sealed BYTEA NOT NULL
);
