package p6xml

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

// baseline is a BaselineProject: activities by code, with the dates and work that
// were planned then.
type baseline struct {
	name, original, id string
	object             string // its own id, by which a project names the current one
	taken              worktime.Time
	rows               []baselineRow
}

// maxBaselines bounds the baselines of a file; Primavera exports up to fifty.
const maxBaselines = 100

type baselineRow struct {
	code string
	row  masterplan.BaselineRow
}

func (r *reader) baselineElement() error {
	own := map[string]string{}
	b := baseline{}
	err := r.eachChild(func(start xml.StartElement) error {
		switch name := start.Name.Local; name {
		case "Name", "Id", "ObjectId", "OriginalProjectObjectId", "DataDate", "LastBaselineUpdateDate":
			value, err := r.readText("BaselineProject")
			own[name] = value
			return err
		case "Activity":
			if err := r.bounded(); err != nil {
				return err
			}
			err := r.readFields(name)
			b.rows = append(b.rows, r.baselineRow())
			return err
		default:
			return r.skip(name)
		}
	})
	if err != nil {
		return err
	}
	clear(r.row)
	for k, v := range own {
		r.row[k] = v
	}
	b.name, b.original, b.id = cmp.Or(own["Name"], own["Id"]), own["OriginalProjectObjectId"], own["Id"]
	b.object = own["ObjectId"]
	b.taken = p6.First(r.readTime("LastBaselineUpdateDate"), r.readTime("DataDate"))
	if r.baselines = append(r.baselines, b); len(r.baselines) > maxBaselines {
		return p6.TooMany(maxBaselines)
	}
	return nil
}

func (r *reader) baselineRow() baselineRow {
	row := masterplan.BaselineRow{
		Start:  p6.First(r.readTime("PlannedStartDate"), r.readTime("StartDate")),
		Finish: p6.First(r.readTime("PlannedFinishDate"), r.readTime("FinishDate")),
	}
	row.Duration.Minutes, _ = r.minutes("PlannedDuration")
	row.Duration.Unit = masterplan.Days
	row.Work, _ = r.minutes("PlannedLaborUnits")
	row.Cost, _ = r.readNumber("PlannedTotalCost")
	return baselineRow{code: r.row["Id"], row: row}
}

// attachBaselines gives each plan its baselines, matched by activity code. A
// baseline that names no project belongs to the only one there is. The baseline that a
// project calls its current one comes first, for it is the one that variances refer to.
func (r *reader) attachBaselines(plans []*masterplan.Plan) {
	slices.SortStableFunc(r.baselines, func(a, b baseline) int {
		return cmp.Compare(r.rank(&a), r.rank(&b))
	})
	for _, b := range r.baselines {
		p := ownerOf(&b, plans)
		if p == nil {
			r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.baseline_stray", Table: "BaselineProject", Args: fault.Args("baseline", b.name)})
			continue
		}
		at := make(map[string]int32, len(p.Activities))
		for i := range p.Activities {
			at[p.Activities[i].Code] = int32(i)
		}
		out := masterplan.Baseline{Number: len(p.Baselines), Name: b.name, Taken: b.taken}
		if n, ok := numberedName(b.name, p); ok {
			out.Number, out.Name = n, ""
		}
		gone := 0
		for _, row := range b.rows {
			i, ok := at[row.code]
			if !ok {
				gone++
				continue
			}
			row.row.Activity = i
			out.Rows = append(out.Rows, row.row)
		}
		if gone > 0 {
			r.notes.Add(masterplan.Note{Level: masterplan.Info, Key: "plan.note.baseline_gone", Table: "BaselineProject", Count: gone, Args: fault.Args("baseline", b.name, "type", b.name)})
		}
		p.Baselines = append(p.Baselines, out)
	}
}

// numberedName is the number that a baseline without a name was written under; it
// must be free.
func numberedName(name string, p *masterplan.Plan) (int, bool) {
	n, err := strconv.Atoi(name)
	if err != nil || n < 0 || n > 10 || slices.ContainsFunc(p.Baselines, func(b masterplan.Baseline) bool { return b.Number == n }) {
		return 0, false
	}
	return n, true
}

// rank is 0 for a project's current baseline, 1 for others.
func (r *reader) rank(b *baseline) int {
	if b.object != "" && r.current[b.object] {
		return 0
	}
	return 1
}

func ownerOf(b *baseline, plans []*masterplan.Plan) *masterplan.Plan {
	for _, p := range plans {
		if b.original != "" && p.UID == b.original {
			return p
		}
	}
	for _, p := range plans {
		if p.Code != "" && (b.id == p.Code || strings.HasPrefix(b.id, p.Code+" - ")) {
			return p
		}
	}
	if len(plans) == 1 {
		return plans[0]
	}
	return nil
}
