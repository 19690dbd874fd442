-- Acts that share a transaction move the head by as many entries at once.
-- +goose Up
DROP TRIGGER audit_head_update ON audit_head;
CREATE TRIGGER audit_head_update BEFORE UPDATE ON audit_head FOR EACH ROW
	WHEN (NEW.number <= OLD.number OR NEW.zone_id <> OLD.zone_id) EXECUTE FUNCTION audit_refuse();
