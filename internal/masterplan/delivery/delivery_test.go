package delivery

import (
	"reflect"
	"strings"
	"testing"

	"fugong/internal/fault"
	"fugong/internal/masterplan/plantest"
	"fugong/solve/worktime"
)

var friday = worktime.Date(2020, 2, 21)

var chain, computed = plantest.Chain, plantest.Computed

func fieldsOf(err error) string {
	var names []string
	if e, ok := err.(*fault.Error); ok {
		for _, f := range e.Fields {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, " ")
}

func TestDeliveryState(t *testing.T) {
	in := func(q float64, installed bool) Arrival { return Arrival{Quantity: q, Installed: installed} }
	for _, c := range []struct {
		expected   worktime.Day
		confidence Confidence
		arrivals   []Arrival
		want       State
	}{
		{friday + 1, Confirmed, nil, Due}, {friday, Likely, nil, Due}, {friday - 1, Confirmed, nil, Late},
		{friday + 1, Uncertain, nil, Doubtful}, {worktime.NoDay, Confirmed, nil, Missing},
		{friday - 1, Likely, []Arrival{in(6, false)}, Late},
		{friday - 1, Likely, []Arrival{in(6, false), in(4, false)}, Arrived},
		{friday - 1, Likely, []Arrival{in(10, false), in(-1, false)}, Late},
		{worktime.NoDay, Likely, []Arrival{in(10, false), in(10, true)}, Installed},
	} {
		d := Delivery{Quantity: 10, Expected: c.expected, Confidence: c.confidence, Arrivals: c.arrivals}
		if got := d.State(friday); got != c.want {
			t.Errorf("%+v: %s, want %s", c, got, c.want)
		}
	}
}

func TestCheckDeliveryAndArrival(t *testing.T) {
	if err := Check(&Delivery{OrderedOn: friday, Expected: friday - 1}); fieldsOf(err) != "item quantity expected" {
		t.Errorf("got %v", err)
	}
	d := Delivery{Item: "滚床", Quantity: 10, Unit: "台", OrderedOn: worktime.NoDay, Expected: worktime.NoDay, Arrivals: []Arrival{{Quantity: 6}, {Quantity: 5, Installed: true}}}
	if err := Check(&d); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		a      Arrival
		fields string
	}{
		{Arrival{On: friday, Quantity: 4}, ""}, {Arrival{On: friday, Quantity: 5}, "quantity"}, {Arrival{On: friday + 1, Quantity: 1}, "on"},
		{Arrival{On: friday, Quantity: 1, Installed: true}, ""}, {Arrival{On: friday, Quantity: 2, Installed: true}, "quantity"},
		{Arrival{On: friday, Quantity: -2}, "quantity"}, {Arrival{On: friday, Quantity: 0}, "quantity"}, {Arrival{On: friday, Quantity: -1}, ""},
	} {
		if err := CheckArrival(&d, c.a, friday); fieldsOf(err) != c.fields {
			t.Errorf("%+v: %v", c.a, err)
		}
	}
}

func TestDaysLost(t *testing.T) {
	p := chain("A", "B", "C")
	p.DataDate = p.Start
	d := computed(t, p) // Monday to Wednesday
	monday := p.Start.Day()
	wait := func(codes string, expected worktime.Day) Delivery {
		del := Delivery{Quantity: 1, Expected: expected, Confidence: Confirmed}
		for _, c := range strings.Fields(codes) {
			del.Activities = append(del.Activities, "id-"+c)
		}
		return del
	}
	here := wait("A", monday+9)
	here.Arrivals = []Arrival{{Quantity: 1}}
	ds := []Delivery{wait("B", monday), wait("B", monday+1), wait("C", monday+3), here, wait("C", worktime.NoDay), wait("A", monday-1), wait("gone", monday+9)}
	each, all, err := DaysLost(p, d, ds, monday)
	// B needed on Tuesday: in time, then a day late; C needed on Wednesday, comes
	// on Thursday; what is overdue may come tomorrow, so A waits till Wednesday.
	if want := []int{0, 1, 2, 0, 0, 2, 0}; !reflect.DeepEqual(each, want) || all != 2 || err != nil {
		t.Errorf("each %v, all %d, %v; want %v", each, all, err, want)
	}
	p.Activities[0].ActualStart, p.Activities[0].Remaining = p.Start, 240
	each, _, err = DaysLost(p, computed(t, p), []Delivery{wait("A", monday+7)}, monday)
	if err != nil || each[0] < 6 {
		t.Errorf("an activity under way that waits for the rest costs %v, %v", each, err)
	}
	if p.Activities[0].Suspend != worktime.None {
		t.Error("the plan was changed")
	}
}
