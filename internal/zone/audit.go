package zone

import (
	"context"

	"fugong/internal/who"
)

// auditPage is how many audit lines a page shows, auditMost how many a query
// may ask for.
const (
	auditPage = 100
	auditMost = 999
)

// Audit lists the zone's audit lines, the newest first; more tells whether
// older ones follow. The query's zone is set here; its limit is a page unless it
// asks for more, 999 at most.
func (s *Service) Audit(ctx context.Context, q AuditQuery) (events []Event, more bool, err error) {
	actor, err := s.allowAction(ctx, "zone.audit", who.Resource{Type: "zone"})
	if err != nil {
		return nil, false, err
	}
	limit := min(max(q.Limit, auditPage), auditMost)
	q.Zone, q.Limit = actor.Zone, limit+1
	events, err = s.store.View().Journal.List(ctx, q)
	if err != nil || len(events) <= limit {
		return events, false, err
	}
	return events[:limit], true, nil
}

// VerifyAudit proves the chains of audit lines and counts the lines.
func (s *Service) VerifyAudit(ctx context.Context) (int, error) {
	if _, err := s.allowAction(ctx, "zone.audit", who.Resource{Type: "zone"}); err != nil {
		return 0, err
	}
	return s.store.VerifyAudit(ctx)
}
