package restate

import (
	"strconv"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// tellChanges says what was said in another way.
func (r *restater) tellChanges() {
	for i := range r.means {
		r.longest = max(r.longest, r.means[i].lead)
	}
	for i := range r.from.Activities {
		if !r.own(i) {
			continue
		}
		r.tellMeans(i)
		a := &r.from.Activities[i]
		switch {
		case a.Kind == masterplan.LevelOfEffort || a.Kind == masterplan.Hammock:
			r.restated("plan.loss.span", i)
		case r.means[i].stretched && a.Kind == masterplan.Task:
			r.restated("plan.loss.duration", i)
		}
		if a.Primary.Type == masterplan.AsLateAsPossible || a.Secondary.Type == masterplan.AsLateAsPossible {
			r.restated("plan.loss.late", i)
		}
	}
}

func (r *restater) tellMeans(i int) {
	m := r.means[i]
	if m.summed {
		r.restated("plan.loss.work_sums", i)
	}
	if m.waits {
		r.restated("plan.loss.wait", i)
	}
	if m.lagged {
		r.restated("plan.loss.lag_span", i)
	}
	if m.counted {
		r.restated("plan.loss.lag_counted", i)
	}
	if m.held {
		r.restated("plan.loss.held", i)
	}
	if m.eased {
		r.restated("plan.loss.link_eased", i)
	}
	if m.lead > 0 {
		r.losses.OfActivity(masterplan.Restated, "plan.loss.link_lead", i, map[string]string{"Days": strconv.Itoa(int(r.longest / worktime.MinutesPerDay))})
	}
	if m.dueInstead {
		r.restated("plan.loss.due", i)
	}
	if m.joined {
		r.losses.OfActivity(masterplan.LeftOut, "plan.loss.crew_delay", i, nil)
	}
	if m.freed {
		r.losses.OfActivity(masterplan.LeftOut, "plan.loss.constraint", i, nil)
	}
}

func (r *restater) restated(key string, i int) {
	r.losses.OfActivity(masterplan.Restated, key, i, nil)
}
