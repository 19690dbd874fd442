package gantt_test

import (
	"encoding/json"
	"testing"

	"fugong/internal/ui/gantt"
)

func TestSCurveOption(t *testing.T) {
	s := gantt.SCurve{
		Planned: []gantt.Point{{At: 1440, Value: 0}, {At: 2880, Value: 33.333}}, Actual: []gantt.Point{{At: 1440, Value: 1}},
		DataDate: 2000, Labels: gantt.SCurveLabels{Baseline: "B", Planned: "P", Actual: "A", Forecast: "F", DataDate: "D"},
	}
	raw, err := json.Marshal(s.Option())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		UseUTC bool
		Legend struct{ Data []string }
		Series []struct {
			Name     string
			Data     [][2]float64
			MarkLine *struct{ Data []struct{ XAxis int64 } }
		}
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if !got.UseUTC || len(got.Series) != 4 || len(got.Legend.Data) != 2 || got.Legend.Data[0] != "P" {
		t.Fatalf("%s", raw)
	}
	if want := [2]float64{172_800_000, 33.3}; got.Series[1].Data[1] != want {
		t.Errorf("planned ends at %v, want %v", got.Series[1].Data[1], want)
	}
	if m := got.Series[1].MarkLine; m == nil || m.Data[0].XAxis != 120_000_000 {
		t.Errorf("data date line: %s", raw)
	}
	s.DataDate = gantt.None
	if _, has := s.Option()["series"].([]map[string]any)[1]["markLine"]; has {
		t.Error("a line without a data date")
	}
}
