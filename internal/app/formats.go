package app

import (
	"context"
	"io"
	"time"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/planfile/icalendar"
	"fugong/internal/planfile/mspdi"
	"fugong/internal/planfile/primavera/p6xml"
	"fugong/internal/planfile/primavera/xer"
	"fugong/internal/planfile/spreadsheet"
)

// Formats are the ways to take a plan home, by the name they have in addresses
// and on the command line.
func Formats() map[string]plan.Format {
	return map[string]plan.Format{
		"mspdi": {Extension: ".xml", ContentType: "application/xml", Prepare: prepareMSPDI},
		"xer":   {Extension: ".xer", ContentType: "application/octet-stream", Prepare: prepareXER},
		"p6xml": {Extension: ".xml", ContentType: "application/xml", Prepare: prepareP6XML},
		"xlsx":  {Extension: ".xlsx", ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Prepare: prepareSheet},
		"ical":  {Extension: ".ics", ContentType: "text/calendar; charset=utf-8", Prepare: prepareCalendar},
	}
}

func prepareMSPDI(_ context.Context, p *masterplan.Plan, d *masterplan.Dates, _ int64) (*masterplan.Draft, error) {
	return mspdi.Prepare(p, d)
}

func prepareXER(_ context.Context, p *masterplan.Plan, d *masterplan.Dates, _ int64) (*masterplan.Draft, error) {
	return xer.Prepare(p, d)
}

func prepareP6XML(_ context.Context, p *masterplan.Plan, d *masterplan.Dates, _ int64) (*masterplan.Draft, error) {
	return p6xml.Prepare(p, d)
}

func prepareSheet(ctx context.Context, p *masterplan.Plan, d *masterplan.Dates, _ int64) (*masterplan.Draft, error) {
	return spreadsheet.Prepare(p, d, i18n.Lang(ctx))
}

func prepareCalendar(ctx context.Context, p *masterplan.Plan, d *masterplan.Dates, revision int64) (*masterplan.Draft, error) {
	o := icalendar.Options{Location: i18n.Place(ctx), Now: time.Now(), Sequence: int(revision), Lang: i18n.Lang(ctx)}
	return &masterplan.Draft{
		Losses: icalendar.Losses(p, d),
		Write:  func(w io.Writer) error { return icalendar.Write(w, p, d, o) },
	}, nil
}
