-- +goose Up
-- One short key in place of four long texts: the old index was touched at as many
-- places as a commit held requests. Keys that grow with time lie side by side.
CREATE TABLE web_answer (
    claim       BLOB    NOT NULL PRIMARY KEY, -- the request's key, cut off, and a hash of whose it is, its key and where to
    fingerprint TEXT    NOT NULL, -- of what was sent
    status      INTEGER NOT NULL,
    header      TEXT    NOT NULL,
    body        BLOB    NOT NULL,
    way         TEXT    NOT NULL, -- message: why the answer is not shown again
    allowed     TEXT    NOT NULL, -- what the actor was allowed for it
    created_ms  BIGINT  NOT NULL
);
CREATE INDEX web_answer_age ON web_answer (created_ms);
INSERT INTO web_answer (claim, fingerprint, status, header, body, way, allowed, created_ms)
SELECT CAST(substr(request_key, 1, 13) || sha256(zone_id || char(10) || account_id || char(10) || request_key || char(10) || path) AS BLOB),
       fingerprint, status, header, body, way, allowed, created_ms FROM web_idempotency;
DROP TABLE web_idempotency;

-- +goose Down
DROP TABLE web_answer;
CREATE TABLE web_idempotency (
    zone_id     TEXT    NOT NULL,
    account_id  TEXT    NOT NULL,
    request_key TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    status      INTEGER NOT NULL,
    header      TEXT    NOT NULL,
    body        BYTEA   NOT NULL,
    created_ms  BIGINT  NOT NULL,
    way         TEXT    NOT NULL DEFAULT '',
    allowed     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (zone_id, account_id, request_key, path)
);
CREATE INDEX web_idempotency_age ON web_idempotency (created_ms);
