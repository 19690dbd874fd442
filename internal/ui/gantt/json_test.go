package gantt_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"fugong/internal/ui/gantt"

	"pgregory.net/rapid"
)

// big is a synthetic plan: summaries of twenty activities, chained.
func big(rows, links int) *gantt.Chart {
	rnd := rand.New(rand.NewPCG(1, 2))
	c := &gantt.Chart{Today: 26_500_000, DataDate: 26_495_000, Target: gantt.None, MinutesPerDay: 480}
	c.Trades = []string{"钢筋", "模板", "电气"}
	parent := -1
	for i := range rows {
		r := gantt.Row{
			ID:   fmt.Sprintf("01890c2e-%04x-7%03x-%04x-%012x", 0x1a00+i/999, rnd.IntN(4096), 0x8000+rnd.IntN(0x3fff), rnd.Uint64()>>16),
			Code: fmt.Sprintf("A%05d", i*10), Name: fmt.Sprintf("%d#厂房 %d层 主体结构施工", i/200, i%30),
			Parent: parent, Start: 26_400_000 + int64(i)*120, Duration: int64(480 * (1 + rnd.IntN(20))),
			BaseStart: gantt.None, BaseFinish: gantt.None, Done: gantt.None, Trade: i % 3,
		}
		r.Finish = r.Start + r.Duration*3
		r.Float, r.LateEnd = int64(480*rnd.IntN(30)), r.Finish+int64(1440*rnd.IntN(30))
		if i%20 == 0 {
			r.Kind, r.Parent, parent = gantt.Summary, -1, i
		}
		if i%2 == 0 {
			r.BaseStart, r.BaseFinish = r.Start-1440, r.Finish-2880
		}
		c.Rows = append(c.Rows, r)
	}
	for range links {
		succ := 1 + rnd.IntN(rows-1)
		c.Links = append(c.Links, gantt.Link{Pred: max(0, succ-1-rnd.IntN(20)), Succ: succ, Driving: rnd.IntN(3) == 0})
	}
	for d := int64(18_300); d < 19_500; d += 7 {
		c.Off = append(c.Off, gantt.Off{Day: d, Days: 2})
	}
	return c
}

func TestFiveThousandRowsAreSmall(t *testing.T) {
	raw := big(5000, 8000).AppendJSON(nil)
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d kB raw, %d kB gzipped", len(raw)/1000, zipped.Len()/1000)
	if zipped.Len() > 350_000 {
		t.Fatalf("%d bytes gzipped, want at most 350 kB", zipped.Len())
	}
}

func TestWireForm(t *testing.T) {
	c := &gantt.Chart{
		Rows: []gantt.Row{
			{ID: "p-1", Code: "W", Name: `1#"厂房"`, Parent: -1, Kind: gantt.Summary, Start: 1000, Finish: 5000,
				BaseStart: gantt.None, BaseFinish: gantt.None, Done: gantt.None, Float: gantt.None, LateEnd: gantt.None},
			{ID: "p-2", Code: "A<1>", Name: "a\n", Parent: 0, Flags: gantt.Critical | gantt.Started, Start: 2000, Finish: 3000,
				BaseStart: 1900, BaseFinish: 2800, Done: 2500, Percent: 49.6, Duration: 480, Float: -480, LateEnd: 2400,
				Marks: []gantt.Mark{{Type: gantt.Deadline, Date: 2900}, {Type: gantt.AsLateAsPossible, Date: gantt.None}}},
		},
		Links: []gantt.Link{{Pred: 0, Succ: 1, Type: gantt.SS, Lag: 60, Driving: true}, {Pred: 7, Succ: 1}},
		Off:   []gantt.Off{{Day: 10, Days: 2}, {Day: 17, Days: 3, Holiday: true}},
		Today: 4000, DataDate: gantt.None, Target: 5000, MinutesPerDay: 480,
	}
	want := `{"v":1,"epoch":1000,"today":4000,"data_date":null,"target":5000,"day":480,"prefix":"p-","trades":[],` +
		`"rows":{"id":["1","2"],"code":["W","A\u003c1\u003e"],"name":["1#\"厂房\"","a\u000a"],"up":[0,1],"kind":[5,0],"flags":[0,9],` +
		`"start":[0,1000],"span":[4000,1000],"percent":[0,50],"duration":[0,480],"base_start":[null,-100],"base_finish":[null,-200],` +
		`"done":[null,500],"float":[null,-480],"tail":[null,-600],"marks":[1,10,1900]},` +
		`"links":{"succ":[1],"back":[1],"kind":[1],"driving":[1],"lag":[0,60]},"off":[10,2,0,7,3,1]}`
	if got := string(c.AppendJSON(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnyTextSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		c := &gantt.Chart{Rows: []gantt.Row{{ID: name, Name: name, Parent: -1}}}
		var got struct {
			Rows struct{ ID, Name []string }
		}
		if err := json.Unmarshal(c.AppendJSON(nil), &got); err != nil {
			t.Fatal(err)
		}
		if got.Rows.Name[0] != name || got.Rows.ID[0] != name {
			t.Fatalf("%q came back as %q", name, got.Rows.Name[0])
		}
	})
}

func BenchmarkAppendJSON(b *testing.B) {
	c := big(5000, 8000)
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = c.AppendJSON(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}
