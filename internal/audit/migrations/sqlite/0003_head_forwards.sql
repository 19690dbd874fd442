-- Acts that share a transaction move the head by as many entries at once.
-- +goose Up
DROP TRIGGER audit_head_update;
-- +goose StatementBegin
CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head WHEN NEW.number <= OLD.number OR NEW.zone_id <> OLD.zone_id
BEGIN SELECT RAISE(ABORT, 'audit_head moves forwards'); END;
-- +goose StatementEnd
