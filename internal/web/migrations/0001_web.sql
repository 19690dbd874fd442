-- +goose Up
CREATE TABLE web_session (
    zone_id    TEXT   NOT NULL, -- empty until someone signs in
    token_hash TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL,
    data       BYTEA  NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX web_session_account ON web_session (zone_id, account_id);
CREATE INDEX web_session_expiry ON web_session (expires_ms);

CREATE TABLE web_idempotency (
    zone_id     TEXT    NOT NULL,
    account_id  TEXT    NOT NULL,
    request_key TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL, -- of what was sent
    status      INTEGER NOT NULL, -- 0 while the request is being worked on
    header      TEXT    NOT NULL,
    body        BYTEA   NOT NULL,
    created_ms  BIGINT  NOT NULL,
    PRIMARY KEY (zone_id, account_id, request_key, path)
);
CREATE INDEX web_idempotency_age ON web_idempotency (created_ms);

-- +goose Down
DROP TABLE web_idempotency;
DROP TABLE web_session;
