package recoveryweb

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"fugong/internal/masterplan/acceleration"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/solve/worktime"
)

func (h handlers) apiConditionRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/conditions", "get-conditions", apiTag, "What holds on the site today", "As people entered it. Deliveries have their own list."), h.apiGetConditions)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/lenders", "list-lenders", apiTag, "What other projects could lend", "Crews and machines of projects with float that you may see, by trade. Those agreed on are entered with set-conditions."), h.apiListLenders)
	web.Register(m, api.Op(http.MethodPut, "/projects/{project}/conditions", "set-conditions", apiTag, "Enter what holds today", "Replaces all of it; the next solve counts with it."), h.apiSetConditions)
	web.Register(m, api.Op(http.MethodGet, "/measures", "get-measures", apiTag, "The zone's measures", "Every figure with its default, limits and source."), h.apiGetMeasures)
	web.Register(m, api.Op(http.MethodPut, "/measures", "set-measures", apiTag, "Set the zone's measures", "Figures that are left out are the defaults; an empty object puts all of them back."), h.apiSetMeasures)
}

type handsBody struct {
	Trade string  `json:"trade" doc:"Code or name of the plan's resource"`
	From  string  `json:"from,omitempty" doc:"Now when left out"`
	Count int     `json:"count"`
	Used  float64 `json:"overtime_used_hours,omitempty" doc:"That each has worked this month"`
}

type waitBody struct {
	Name       string   `json:"name"`
	Activities []string `json:"activities" doc:"Ids of those that wait"`
	On         string   `json:"expected_on,omitempty" doc:"Left out when nobody can say"`
}

// expediteBody is an earlier day of a delivery.
type expediteBody struct {
	Delivery string `json:"delivery" doc:"Id of one that work waits for"`
	On       string `json:"on"`
	Price    int64  `json:"price"`
	By       string `json:"by,omitempty" doc:"Who offers it"`
}

// loanBody is a crew or machine of another project.
type loanBody struct {
	Lender string `json:"lender" doc:"Id of the lending project"`
	Trade  string `json:"trade" doc:"As list-lenders names it"`
	PerDay int64  `json:"price_per_day,omitempty" doc:"For each hand or machine, beside wages"`
	Name   string `json:"lender_name,omitempty" doc:"This and what follows is told, not read"`
	Count  int    `json:"count,omitempty"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty" doc:"Included"`
	Float  int    `json:"float_days,omitempty" doc:"That the lender has left while it lends"`
}

func loanOf(l recovery.Loan) loanBody {
	return loanBody{l.Lender, l.Trade, l.PerDay, l.Name, l.Count, api.Day(l.From), api.Day(l.To), l.Float}
}

type conditionsBody struct {
	Hands     []handsBody    `json:"hands,omitempty"`
	People    int            `json:"most_people,omitempty" doc:"On site at once; 0 for no limit"`
	Sensitive bool           `json:"night_permit_needed,omitempty"`
	Permitted bool           `json:"night_permit,omitempty"`
	NightFrom string         `json:"night_from,omitempty"`
	NightTo   string         `json:"night_to,omitempty"`
	Permits   []waitBody     `json:"permits,omitempty"`
	Blocks    []waitBody     `json:"blocks,omitempty"`
	Offers    []expediteBody `json:"offers,omitempty" doc:"To expedite deliveries"`
	Loans     []loanBody     `json:"loans,omitempty" doc:"Crews and machines that other projects lend"`
}

func conditionsOf(c *recovery.Conditions) conditionsBody {
	b := conditionsBody{People: c.People, Sensitive: c.Night.Sensitive, Permitted: c.Night.Permitted}
	if c.Night.From != 0 || c.Night.To != 0 {
		b.NightFrom, b.NightTo = api.Day(c.Night.From), api.Day(c.Night.To)
	}
	b.Hands = api.Mapped(c.Hands, func(h recovery.Headcount) handsBody {
		return handsBody{h.Trade, api.Day(h.From), h.Count, h.OvertimeUsed}
	})
	b.Permits = api.Mapped(c.Permits, func(p recovery.Permit) waitBody { return waitBody{p.Name, p.Activities, api.Day(p.Expected)} })
	b.Blocks = api.Mapped(c.Blocks, func(p recovery.Block) waitBody { return waitBody{p.Name, p.Activities, api.Day(p.Release)} })
	for _, id := range slices.Sorted(maps.Keys(c.Offers)) {
		for _, o := range c.Offers[id] {
			b.Offers = append(b.Offers, expediteBody{id, api.Day(o.On), o.Price, o.By})
		}
	}
	b.Loans = api.Mapped(c.Loans, loanOf)
	return b
}

func (b *conditionsBody) readConditions(r *api.Reader) recovery.Conditions {
	c := recovery.Conditions{
		People: b.People, Offers: map[string][]recovery.Offer{},
		Night: recovery.Night{Sensitive: b.Sensitive, Permitted: b.Permitted, From: worktime.NoDay, To: worktime.NoDay},
	}
	if b.NightFrom != "" {
		c.Night.From = r.Day("night_from", b.NightFrom)
	}
	if b.NightTo != "" {
		c.Night.To = r.Day("night_to", b.NightTo)
	}
	for _, h := range b.Hands {
		c.Hands = append(c.Hands, recovery.Headcount{Trade: h.Trade, From: r.Day("hands", h.From), Count: h.Count, OvertimeUsed: h.Used})
	}
	for _, p := range b.Permits {
		c.Permits = append(c.Permits, recovery.Permit{ID: p.Name, Name: p.Name, Activities: p.Activities, Expected: r.Day("permits", p.On)})
	}
	for _, p := range b.Blocks {
		c.Blocks = append(c.Blocks, recovery.Block{ID: p.Name, Name: p.Name, Activities: p.Activities, Release: r.Day("blocks", p.On)})
	}
	for _, o := range b.Offers {
		c.Offers[o.Delivery] = append(c.Offers[o.Delivery], recovery.Offer{On: r.Day("offers", o.On), Price: o.Price, By: o.By})
	}
	for _, l := range b.Loans {
		c.Loans = append(c.Loans, recovery.Loan{Lender: l.Lender, Trade: l.Trade, PerDay: l.PerDay})
	}
	return c
}

func (h handlers) apiGetConditions(ctx context.Context, in *planview.InProject) (*api.Answer[conditionsBody], error) {
	c, err := h.Recovery.Conditions(ctx, in.Project)
	return api.Answered(conditionsOf(&c), err)
}

func (h handlers) apiListLenders(ctx context.Context, in *planview.InProject) (*api.Answer[api.List[loanBody]], error) {
	all, err := h.Recovery.Lenders(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.All(all, loanOf), nil
}

func (h handlers) apiSetConditions(ctx context.Context, in *struct {
	planview.InProject
	Body conditionsBody
}) (*api.Answer[conditionsBody], error) {
	var r api.Reader
	said := in.Body.readConditions(&r)
	if err := r.Fault(); err != nil {
		return nil, err
	}
	c, err := h.Recovery.SetConditions(ctx, in.Project, said)
	return api.Answered(conditionsOf(&c), err)
}

type measuresBody struct {
	Off    []string     `json:"measures_off" doc:"Kinds that may not be used"`
	Values []figureBody `json:"figures"`
}

type figureBody struct {
	Key     string         `json:"key"`
	Kind    string         `json:"kind,omitempty" doc:"The measure it belongs to; all when left out"`
	Value   float64        `json:"value"`
	Default float64        `json:"default"`
	Least   float64        `json:"least"`
	Most    float64        `json:"most"`
	Unit    string         `json:"unit" enum:"percent,points,days,weeks,hours,minutes,money,people"`
	Source  api.ReasonBody `json:"source"`
}

func measuresOf(ctx context.Context, m *recovery.Measures) measuresBody {
	out := measuresBody{Off: []string{}}
	for _, k := range acceleration.Kinds {
		if !m.Uses(k) {
			out.Off = append(out.Off, string(k))
		}
	}
	out.Values = api.Mapped(recovery.Parameters(), func(p recovery.Parameter) figureBody {
		source := "plan.recovery.source." + string(p.Source)
		return figureBody{string(p.Key), string(p.Kind), m.Value(p.Key), p.Default, p.Least, p.Most, string(p.Unit), api.Reason(ctx, source, nil)}
	})
	return out
}

func (h handlers) apiGetMeasures(ctx context.Context, _ *struct{}) (*api.Answer[measuresBody], error) {
	m, err := h.Recovery.Measures(ctx)
	return api.Answered(measuresOf(ctx, &m), err)
}

func (h handlers) apiSetMeasures(ctx context.Context, in *struct {
	Body struct {
		Off    []string           `json:"measures_off,omitempty"`
		Values map[string]float64 `json:"figures,omitempty" doc:"By key"`
	}
}) (*api.Answer[measuresBody], error) {
	s := recovery.Settings{Values: map[recovery.Key]float64{}}
	for _, k := range slices.Compact(in.Body.Off) {
		s.Off = append(s.Off, acceleration.Kind(k))
	}
	for k, v := range in.Body.Values {
		s.Values[recovery.Key(k)] = v
	}
	m, err := h.Recovery.SetMeasures(ctx, s)
	return api.Answered(measuresOf(ctx, &m), err)
}
