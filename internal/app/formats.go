package app

import (
	"context"
	"io"
	"time"

	"fugong/internal/i18n"
	"fugong/internal/plan"
	"fugong/internal/plan/ical"
	"fugong/internal/plan/mspdi"
	"fugong/internal/plan/office"
	"fugong/internal/plan/sheet"
)

// Formats are the ways to take a plan home, by the name they have in addresses
// and on the command line.
func Formats() map[string]office.Format {
	return map[string]office.Format{
		"mspdi": {Extension: ".xml", ContentType: "application/xml", Prepare: prepareMSPDI},
		"xlsx":  {Extension: ".xlsx", ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Prepare: prepareSheet},
		"ical":  {Extension: ".ics", ContentType: "text/calendar; charset=utf-8", Prepare: prepareCalendar},
	}
}

func prepareMSPDI(_ context.Context, p *plan.Plan, d *plan.Dates) (*plan.Draft, error) {
	return mspdi.Prepare(p, d)
}

func prepareSheet(ctx context.Context, p *plan.Plan, d *plan.Dates) (*plan.Draft, error) {
	return sheet.Prepare(p, d, i18n.Lang(ctx))
}

func prepareCalendar(ctx context.Context, p *plan.Plan, d *plan.Dates) (*plan.Draft, error) {
	now := time.Now()
	o := ical.Options{Location: i18n.Place(ctx), Now: now, Sequence: int(now.Unix()), Lang: i18n.Lang(ctx)}
	return &plan.Draft{
		Losses: ical.Losses(p, d),
		Write:  func(w io.Writer) error { return ical.Write(w, p, d, o) },
	}, nil
}
