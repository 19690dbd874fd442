package recovery

import (
	"math"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan/acceleration"
)

// Key names a parameter.
type Key string

// The parameters. Percentages are whole numbers out of 100.
const (
	Overtime50Output Key = "overtime_50_output" // output of every hour in the first week of 48–54 h
	Overtime50Fall   Key = "overtime_50_fall"   // points it falls by each further week
	Overtime50Floor  Key = "overtime_50_floor"
	Overtime50Weeks  Key = "overtime_50_weeks" // then a week off
	Overtime60Output Key = "overtime_60_output"
	Overtime60Fall   Key = "overtime_60_fall"
	Overtime60Floor  Key = "overtime_60_floor"
	Overtime60Weeks  Key = "overtime_60_weeks"
	OvertimeDay      Key = "overtime_day"     // hours, legal cap
	OvertimeMonth    Key = "overtime_month"   // hours, legal cap
	OvertimePay      Key = "overtime_pay"     // of the usual wage, on a working day
	OvertimeRestPay  Key = "overtime_restpay" // on a rest day

	NightLoss     Key = "night_loss"     // output lost by all where half of the hours are worked at night
	NightHandOver Key = "night_handover" // minutes lost between shifts
	NightPremium  Key = "night_premium"  // on top of the wage
	NightLighting Key = "night_lighting" // money for each person and night: light, safety, supervision

	CrowdHalf   Key = "crowd_half"   // output lost by all at 1.5 times the planned crew
	CrowdDouble Key = "crowd_double" // at twice
	CrowdMost   Key = "crowd_most"   // at 2.5 times; never more than that

	ArrivalDays  Key = "arrival_days"  // civil days until asked-for hands from near stand on the site
	ArrivalFar   Key = "arrival_far"   // the same from outside
	NearHands    Key = "near_hands"    // share of a trade that can be found near
	FarHands     Key = "far_hands"     // share of a trade that can be found outside, besides
	RampFirst    Key = "ramp_first"    // output of newcomers on days 1–3
	RampSecond   Key = "ramp_second"   // on days 4–7
	HireCost     Key = "hire_cost"     // money for each newcomer: journey, checks, lessons, tools
	HirePremium  Key = "hire_premium"  // on top of the wage
	OverlapShare Key = "overlap_share" // most of a predecessor that its follower may overlap
	Rework       Key = "rework"        // of the overlapped work that is done again
	SplitCost    Key = "split_cost"    // hours of the crew to set up a second time

	LossCap      Key = "loss_cap"      // measures multiply their losses, up to this
	Compression  Key = "compression"   // most of an activity's duration that measures may take away
	DayWage      Key = "day_wage"      // of one hand, where the plan has no rate
	MachineDay   Key = "machine_day"   // of one machine, where the plan has no rate
	CrewSize     Key = "crew_size"     // where the plan assigns nobody
	OverheadDay  Key = "overhead_day"  // site costs that end a day earlier when the project does
	PenaltyDay   Key = "penalty_day"   // owed for each day after the finish to keep
	DefaultRisk  Key = "default_risk"  // spread of durations, until this project has finished ten
	MarginChance Key = "margin_chance" // not likely: days added to an uncertain delivery in risk runs
)

// Parameter is one figure that a measure's gain, cost or limit comes from: its
// default, what it may be set to, and where the default comes from. Texts are
// plan.recovery.parameter.<Key> and plan.recovery.source.<Source>.
type Parameter struct {
	Key          Key
	Kind         acceleration.Kind // the measure it belongs to; empty for all
	Default      float64
	Least, Most  float64
	Unit         Unit
	Source       Source
	Conservative float64 // value of the severe preset; 0: as the default
}

// Unit is what a parameter counts.
type Unit string

const (
	PercentUnit Unit = "percent"
	PointsUnit  Unit = "points" // percentage points
	DaysUnit    Unit = "days"
	WeeksUnit   Unit = "weeks"
	HoursUnit   Unit = "hours"
	MinutesUnit Unit = "minutes"
	MoneyUnit   Unit = "money"
	PeopleUnit  Unit = "people"
)

// Source says where a default comes from. The text of each names the study or
// the law; Assumed says plainly that it is a guess to be replaced.
type Source string

const (
	BRT       Source = "brt"        // Business Roundtable C-2 (1980), break-even weeks; our fit
	LabourLaw Source = "labour_law" // Labour Law of the PRC, art. 41 and 44
	Hanna2008 Source = "hanna_2008" // shift work
	MCAA      Source = "mcaa"       // MCAA factors, crew size and stacking, minor / average / severe
	Skanska   Source = "skanska"    // factors of a contractor's scheduling guide
	GB50500   Source = "gb50500"    // GB 50500-2013, 9.11 and provincial night-work fees
	Practice  Source = "practice"   // rule of thumb of planners
	Assumed   Source = "assumed"
)

var parameters = []Parameter{
	{Overtime50Output, acceleration.Overtime50, 95, 50, 100, PercentUnit, BRT, 0},
	{Overtime50Fall, acceleration.Overtime50, 2.5, 0, 10, PointsUnit, BRT, 5},
	{Overtime50Floor, acceleration.Overtime50, 75, 40, 100, PercentUnit, BRT, 0},
	{Overtime50Weeks, acceleration.Overtime50, 6, 1, 12, WeeksUnit, BRT, 0},
	{Overtime60Output, acceleration.Overtime60, 90, 50, 100, PercentUnit, BRT, 88},
	{Overtime60Fall, acceleration.Overtime60, 2.9, 0, 10, PointsUnit, BRT, 5},
	{Overtime60Floor, acceleration.Overtime60, 65, 40, 100, PercentUnit, BRT, 0},
	{Overtime60Weeks, acceleration.Overtime60, 4, 1, 12, WeeksUnit, BRT, 0},
	{OvertimeDay, "", 3, 0, 3, HoursUnit, LabourLaw, 0},
	{OvertimeMonth, "", 36, 0, 36, HoursUnit, LabourLaw, 0},
	{OvertimePay, "", 150, 150, 300, PercentUnit, LabourLaw, 0},
	{OvertimeRestPay, "", 200, 200, 300, PercentUnit, LabourLaw, 0},
	// Hanna et al. 2008: loss = 0.22052 + 0.07152 ln(p), p being the share of hours on
	// the second shift; 17.1 % at p = ½.
	{NightLoss, acceleration.NightShift, 17, 0, 50, PercentUnit, Hanna2008, 0},
	{NightHandOver, acceleration.NightShift, 30, 0, 120, MinutesUnit, Practice, 0},
	{NightPremium, acceleration.NightShift, 20, 0, 100, PercentUnit, GB50500, 0},
	{NightLighting, acceleration.NightShift, 35, 0, 1000, MoneyUnit, GB50500, 0},
	{CrowdHalf, acceleration.MoreHands, 10, 0, 50, PercentUnit, MCAA, 0},
	{CrowdDouble, acceleration.MoreHands, 20, 0, 50, PercentUnit, MCAA, 0},
	{CrowdMost, acceleration.MoreHands, 30, 0, 50, PercentUnit, MCAA, 0},
	{ArrivalDays, acceleration.NewHands, 3, 0, 60, DaysUnit, Assumed, 0},
	{ArrivalFar, acceleration.NewHands, 7, 0, 60, DaysUnit, Assumed, 0},
	{NearHands, acceleration.NewHands, 25, 0, 200, PercentUnit, Assumed, 0},
	{FarHands, acceleration.NewHands, 25, 0, 200, PercentUnit, Assumed, 0},
	{RampFirst, acceleration.NewHands, 70, 10, 100, PercentUnit, MCAA, 0},
	{RampSecond, acceleration.NewHands, 85, 10, 100, PercentUnit, MCAA, 0},
	{HireCost, acceleration.NewHands, 600, 0, 100000, MoneyUnit, Assumed, 0},
	{HirePremium, acceleration.NewHands, 10, 0, 200, PercentUnit, Assumed, 0},
	{OverlapShare, acceleration.Overlap, 30, 0, 60, PercentUnit, Practice, 0},
	{Rework, acceleration.Overlap, 8, 0, 100, PercentUnit, Practice, 0},
	{SplitCost, acceleration.Split, 4, 0, 40, HoursUnit, Assumed, 0},
	{LossCap, "", 50, 0, 80, PercentUnit, MCAA, 0},
	{Compression, "", 50, 0, 80, PercentUnit, Practice, 20},
	{DayWage, "", 300, 0, 100000, MoneyUnit, Assumed, 0},
	{MachineDay, "", 1200, 0, 1000000, MoneyUnit, Assumed, 0},
	{CrewSize, "", 6, 1, 200, PeopleUnit, Assumed, 0},
	{OverheadDay, "", 0, 0, 1e8, MoneyUnit, Assumed, 0},
	{PenaltyDay, "", 0, 0, 1e9, MoneyUnit, Assumed, 0},
	{DefaultRisk, "", 10, 0, 100, PercentUnit, Assumed, 0},
	{MarginChance, "", 7, 0, 120, DaysUnit, Assumed, 0},
}

// Parameters are all of them, in the order that a page shows them.
func Parameters() []Parameter { return slices.Clone(parameters) }

// Settings are a zone's own measures: which are used at all, and its own figures.
// The zero value is every measure with its default.
type Settings struct {
	Off    []acceleration.Kind `json:"off,omitempty"`
	Values map[Key]float64     `json:"values,omitempty"` // where it differs from the default
	Hard   []string            `json:"hard,omitempty"`   // words of activity names that may never be overlapped or hurried; nil: HardWords
}

// HardWords mark what the contractor's hands do not finish: time, an authority,
// the owner or the weather does. Its links are never overlapped and its duration is
// never cut.
func HardWords() []string {
	return []string{
		"curing", "cure ", "drying", "养护", "固化", "干燥", "hydro", "pressure test", "水压", "试压", "气密",
		"inspection", "acceptance", "approval", "permit", "验收", "检验", "审批", "报批", "许可", "energis", "energiz", "power on", "受电", "送电",
		"commission", "调试", "settlement", "沉降", "预压", "fabricat", "procure", "delivery", "lead time", "采购", "到货", "制造周期", "submittal", "review", "审查",
		"weather", "天气", "delay", "延误", "contingency", "buffer", "预留", "by owner", "by others", "甲供", "业主",
	}
}

// Severe are the settings with every conservative value: what to plan by when
// overtime tires people as fast as the harshest studies say.
func Severe() Settings {
	s := Settings{Values: map[Key]float64{}}
	for _, p := range parameters {
		if p.Conservative != 0 {
			s.Values[p.Key] = p.Conservative
		}
	}
	return s
}

// Value is the figure in force.
func (s Settings) Value(k Key) float64 {
	if v, ok := s.Values[k]; ok {
		return v
	}
	for i := range parameters {
		if parameters[i].Key == k {
			return parameters[i].Default
		}
	}
	return 0
}

// Share is a percentage as a share of one.
func (s Settings) Share(k Key) float64 { return s.Value(k) / 100 }

// Uses says whether a kind of measure may be proposed.
func (s Settings) Uses(k acceleration.Kind) bool { return !slices.Contains(s.Off, k) }

// CheckSettings returns a fault of kind Invalid with one field per wrong figure,
// named by its key.
func CheckSettings(s Settings) error {
	bad := fault.New(fault.Invalid, "plan.recovery.settings")
	for k, v := range s.Values {
		i := slices.IndexFunc(parameters, func(p Parameter) bool { return p.Key == k })
		switch {
		case i < 0:
			bad.With(string(k), "plan.recovery.settings.unknown", "Name", k)
		case math.IsNaN(v) || v < parameters[i].Least || v > parameters[i].Most:
			bad.With(string(k), "plan.recovery.settings.range", "Least", parameters[i].Least, "Most", parameters[i].Most)
		}
	}
	for _, k := range s.Off {
		if !slices.Contains(acceleration.Kinds, k) {
			bad.With("off", "plan.recovery.settings.measure", "Name", k)
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}
