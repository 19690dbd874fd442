package effect_test

import (
	"math"
	"testing"

	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery"
	"fugong/internal/recovery/effect"
)

var five = effect.Week{Days: 5, Hours: 40}

func rules(values map[recovery.Key]float64) *effect.Rules {
	return effect.New(recovery.Settings{Values: values})
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.01 }

// Fifty hours at 0.95 give 47.5 hours of output in the first week.
func TestFirstWeekOfOvertime(t *testing.T) {
	r := rules(nil)
	g, ok := r.Overtime(five, acceleration.Overtime50, 0)
	if got := r.ApplyRules(g, five, 47.5); !ok || !near(got.Hours, 40) || !near(got.Overtime, 10) {
		t.Errorf("%+v", got)
	}
}

// The month's hours are used up after three weeks and three days of ten hours a
// week; what is left goes on at the ordinary pace until the month is over.
func TestMonthlyCap(t *testing.T) {
	r := rules(nil)
	g, _ := r.Overtime(five, acceleration.Overtime50, 0)
	long := r.ApplyRules(g, five, 160)
	if long.Overtime > 36+1e-9 || long.Overtime < 30 {
		t.Errorf("a month's work with %v hours of overtime", long.Overtime)
	}
	used, ok := r.Overtime(five, acceleration.Overtime50, 36)
	if got := r.ApplyRules(used, five, 40); !ok || !near(got.Hours, 40) || got.Overtime != 0 {
		t.Errorf("nothing is left this month: %+v", got)
	}
	if _, ok := rules(map[recovery.Key]float64{recovery.OvertimeMonth: 0}).Overtime(five, acceleration.Overtime50, 0); ok {
		t.Error("without hours there is no overtime")
	}
}

// Without a cap, output falls week by week, down to the floor, with a week off in
// between.
func TestTiring(t *testing.T) {
	r := rules(map[recovery.Key]float64{recovery.OvertimeMonth: 36})
	severe := effect.New(recovery.Severe())
	g, _ := r.Overtime(five, acceleration.Overtime60, 0)
	h, _ := severe.Overtime(five, acceleration.Overtime60, 0)
	if mild, harsh := r.ApplyRules(g, five, 80), severe.ApplyRules(h, five, 80); harsh.Hours <= mild.Hours {
		t.Errorf("severe %v, mild %v", harsh.Hours, mild.Hours)
	}
	if got := r.ApplyRules(g, five, 800); got.Hours >= 800 || got.Hours < 650 {
		t.Errorf("half a year at sixty hours takes %v", got.Hours)
	}
}

func TestLongWeeksAreNotMadeLonger(t *testing.T) {
	r := rules(nil)
	if _, ok := r.Overtime(effect.Week{Days: 7, Hours: 70}, acceleration.Overtime60, 0); ok {
		t.Error("seventy hours are enough")
	}
	if g, ok := r.Overtime(effect.Week{Days: 6, Hours: 48}, acceleration.Overtime50, 0); !ok || r.ApplyRules(g, effect.Week{Days: 6, Hours: 48}, 48).Hours >= 48 {
		t.Error("six days of eight hours may become nine")
	}
}

func TestCrowding(t *testing.T) {
	r := rules(nil)
	for _, c := range []struct{ ratio, days float64 }{{1, 10}, {1.5, 10 / (1.5 * 0.9)}, {2, 10 / (2 * 0.8)}, {2.5, 10 / (2.5 * 0.7)}} {
		g := r.Hands(effect.WorkPattern{}, c.ratio, false)
		if got := r.ApplyRules(g, five, 80); !near(got.Days, c.days) {
			t.Errorf("%v times the crew: %v days, want %v", c.ratio, got.Days, c.days)
		}
	}
}

// Newcomers bring seven tenths at first.
func TestNewcomersLearn(t *testing.T) {
	r := rules(nil)
	own, fresh := r.ApplyRules(r.Hands(effect.WorkPattern{}, 2, false), five, 160), r.ApplyRules(r.Hands(effect.WorkPattern{}, 2, true), five, 160)
	if fresh.Days <= own.Days || fresh.Days > own.Days+2 {
		t.Errorf("own %v, fresh %v", own.Days, fresh.Days)
	}
}

func TestNight(t *testing.T) {
	r := rules(nil)
	g, ok := r.Night(five)
	got := r.ApplyRules(g, five, 80)
	if !ok || got.Days >= 7 || got.Days <= 5 {
		t.Errorf("two shifts take %v days for ten", got.Days)
	}
	if _, ok := r.Night(effect.Week{Days: 7, Hours: 168}); ok {
		t.Error("who works round the clock has no night to add")
	}
}

// The loss set for nights is felt from none to half of the output: two shifts
// with a loss of x and no hand-over do 2 × (1 − x) days a day.
func TestNightLossIsFeltAsItIsSet(t *testing.T) {
	for _, loss := range []float64{0, 10, 17, 18, 25, 40, 50} {
		r := rules(map[recovery.Key]float64{recovery.NightLoss: loss, recovery.NightHandOver: 0, recovery.LossCap: 60})
		g, _ := r.Night(five)
		if got, want := r.ApplyRules(g, five, 400).Days, 50/(2*(1-loss/100)); !near(got, want) {
			t.Errorf("a loss of %v %%: %v days, want %v", loss, got, want)
		}
	}
}

// However measures are combined, they never lose more than the cap.
func TestLossCap(t *testing.T) {
	r := rules(map[recovery.Key]float64{recovery.LossCap: 10})
	g := r.Hands(effect.WorkPattern{}, 2.5, false)
	if got := r.ApplyRules(g, five, 80); !near(got.Days, 10/(2.5*0.9)) {
		t.Errorf("%v days", got.Days)
	}
}
