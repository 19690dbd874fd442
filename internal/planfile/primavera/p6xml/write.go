package p6xml

import (
	"io"
	"math"
	"strconv"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/internal/planfile/primavera"
	"fugong/solve/worktime"
)

// Namespace is that of the release which primavera.Version names.
const Namespace = "http://xmlns.oracle.com/Primavera/P6/V19.12/API/BusinessObjects"

// Prepare makes p, dated by d, ready as a P6 XML file: the plan said in
// Primavera's terms (see package primavera), in UTF-8, elements in the order of the
// schema, with our dates and floats and with the baselines whole. Errors are those
// of masterplan.Compute.
func Prepare(p *masterplan.Plan, d *masterplan.Dates) (*masterplan.Draft, error) {
	t, err := primavera.Translate(p, d)
	if err != nil {
		return nil, err
	}
	return &masterplan.Draft{
		Losses: append(t.Losses, headingBaselines(p)...),
		Write: func(w io.Writer) error {
			o := &writer{Emitter: element.NewEmitter(w), Translation: t, ids: primavera.NumberRows(t.Plan), facts: t.GatherFacts(), codes: primavera.ShortCodes(t.Plan)}
			o.writeDocument()
			return o.Flush()
		},
	}, nil
}

// headingBaselines are the baseline dates of headings, which Primavera derives from
// their activities.
func headingBaselines(p *masterplan.Plan) []masterplan.Loss {
	n := 0
	for i := range p.Baselines {
		for _, row := range p.Baselines[i].Rows {
			if p.Activities[row.Activity].Kind == masterplan.Summary {
				n++
			}
		}
	}
	var out masterplan.Losses
	out.OfPlan(masterplan.Restated, "plan.loss.baseline_headings", n, nil)
	return out.List()
}

// writer writes one plan.
type writer struct {
	*element.Emitter
	*primavera.Translation
	ids    primavera.Numbers
	facts  []primavera.Facts
	codes  []string
	units  map[string]int64 // unit of a material → its id
	topics map[string]int64 // notebook topic → its id
}

func (o *writer) writeDocument() {
	o.Raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<APIBusinessObjects xmlns=\"" + Namespace +
		"\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n")
	o.Depth++
	o.writeMaterials()
	o.In("Currency", func() {
		o.Int("DecimalPlaces", 2)
		o.Text("DecimalSymbol", "Period")
		o.Text("DigitGroupingSymbol", "Comma")
		o.Int("ExchangeRate", 1)
		o.Text("Id", "CNY")
		o.Bool("IsBaseCurrency", true)
		o.Text("Name", "Yuan Renminbi")
		o.Text("NegativeSymbol", "(#1.1)")
		o.Int("ObjectId", 1)
		o.Text("PositiveSymbol", "#1.1")
		o.Text("Symbol", "CNY")
	})
	o.notebookTopics()
	kinds := primavera.CalendarKinds(o.Plan)
	o.calendars(kinds, false)
	o.writeRoles()
	o.writeResources()
	o.writeRates()
	o.writeProject(kinds)
	for n := range o.Plan.Baselines {
		o.baselineProject(n)
	}
	o.Close("APIBusinessObjects")
}

// hours writes minutes as hours.
func (o *writer) hours(name string, minutes int64) { o.amount(name, float64(minutes)/60) }

// amount writes at most six places.
func (o *writer) amount(name string, v float64) {
	o.Text(name, strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64))
}

// share writes a percentage as a fraction.
func (o *writer) share(name string, percent float64) { o.amount(name, percent/100) }

// writeMaterials writes the units of materials.
func (o *writer) writeMaterials() {
	o.units = map[string]int64{}
	for i := range o.Plan.Resources {
		unit := o.Plan.Resources[i].Unit
		if unit == "" || o.units[unit] > 0 {
			continue
		}
		id := int64(len(o.units) + 1)
		o.units[unit] = id
		o.In("UnitOfMeasure", func() {
			o.Text("Abbreviation", unit)
			o.Text("Name", unit)
			o.Int("ObjectId", id)
			o.Int("SequenceNumber", id)
		})
	}
}

// notebookTopics writes the topics that activities have notes under.
func (o *writer) notebookTopics() {
	o.topics = map[string]int64{}
	for i := range o.Plan.Activities {
		for _, m := range o.MemosOf(i) {
			if o.topics[m.Topic] > 0 {
				continue
			}
			id := int64(len(o.topics) + 1)
			o.topics[m.Topic] = id
			o.In("NotebookTopic", func() {
				o.Bool("AvailableForActivity", true)
				o.Bool("AvailableForEPS", false)
				o.Bool("AvailableForProject", false)
				o.Bool("AvailableForWBS", false)
				o.Text("Name", m.Topic)
				o.Int("ObjectId", id)
				o.Int("SequenceNumber", id)
			})
		}
	}
}

// writeNotes writes the notebooks, as Primavera's HTML.
func (o *writer) writeNotes() {
	n := int64(0)
	for i := range o.Plan.Activities {
		if o.Plan.Activities[i].Kind == masterplan.Summary {
			continue
		}
		for _, m := range o.MemosOf(i) {
			n++
			o.In("ActivityNote", func() {
				o.Int("ActivityObjectId", o.ids.Rows[i])
				o.Text("Note", m.HTML())
				o.Int("NotebookTopicObjectId", o.topics[m.Topic])
				o.Int("ObjectId", n)
				o.Int("ProjectObjectId", o.ids.Project)
			})
		}
	}
}

var resourceTypes = [...]string{
	masterplan.WorkResource: "Labor", masterplan.MaterialResource: "Material", masterplan.CostResource: "Material", masterplan.EquipmentResource: "Nonlabor",
}

// writeRoles writes the trades that activities are assigned to, their limits and rates.
func (o *writer) writeRoles() {
	each := func(element string, fields func(id int64, r *masterplan.Resource)) {
		for i := range o.Plan.Resources {
			if r := &o.Plan.Resources[i]; primavera.IsRole(r) {
				o.In(element, func() { fields(o.ids.Resources[i], r) })
			}
		}
	}
	each("Role", func(id int64, r *masterplan.Resource) {
		o.Bool("CalculateCostFromUnits", true)
		o.Text("Id", r.Code)
		o.Text("Name", r.Name)
		o.Int("ObjectId", id)
		o.Int("SequenceNumber", id)
	})
	each("RoleLimit", func(id int64, r *masterplan.Resource) {
		o.Time("EffectiveDate", o.from())
		o.amount("MaxUnitsPerTime", r.MaxUnits)
		o.Int("ObjectId", id)
		o.Int("RoleObjectId", id)
	})
	each("RoleRate", func(id int64, r *masterplan.Resource) {
		o.Time("EffectiveDate", o.from())
		o.Int("ObjectId", id)
		o.amount("PricePerUnit", r.Rate)
		o.Int("RoleObjectId", id)
	})
}

// from is the date that rates hold from.
func (o *writer) from() worktime.Time {
	if o.Plan.Start == worktime.None {
		return o.Plan.DataDate
	}
	return o.Plan.Start
}

func (o *writer) writeResources() {
	for i := range o.Plan.Resources {
		r := &o.Plan.Resources[i]
		if primavera.IsRole(r) {
			continue
		}
		o.In("Resource", func() {
			o.Bool("AutoComputeActuals", false)
			o.Bool("CalculateCostFromUnits", true)
			if r.Calendar >= 0 {
				o.Int("CalendarObjectId", o.ids.Calendars[r.Calendar])
			}
			o.Int("CurrencyObjectId", 1)
			o.amount("DefaultUnitsPerTime", r.MaxUnits)
			o.Text("Id", r.Code)
			o.Bool("IsActive", true)
			o.Bool("IsOverTimeAllowed", r.Overtime > 0 && r.Rate > 0)
			o.Text("Name", r.Name)
			o.Int("ObjectId", o.ids.Resources[i])
			if r.Overtime > 0 && r.Rate > 0 {
				o.amount("OvertimeFactor", r.Overtime/r.Rate)
			}
			o.Text("ResourceType", resourceTypes[r.Type])
			o.Int("SequenceNumber", int64(i+1)*10)
			if r.Unit != "" {
				o.Int("UnitOfMeasureObjectId", o.units[r.Unit])
			}
			o.Bool("UseTimesheets", false)
		})
	}
}

func (o *writer) writeRates() {
	for i := range o.Plan.Resources {
		r := &o.Plan.Resources[i]
		if primavera.IsRole(r) {
			continue
		}
		o.In("ResourceRate", func() {
			o.Time("EffectiveDate", o.from())
			o.amount("MaxUnitsPerTime", r.MaxUnits)
			o.Int("ObjectId", int64(i+1))
			o.amount("PricePerUnit", r.Rate)
			o.Int("ResourceObjectId", o.ids.Resources[i])
		})
	}
}
