package planweb

import (
	"embed"

	"fugong/internal/plan/planweb/cardweb"
	"fugong/internal/plan/planweb/closingweb"
	"fugong/internal/plan/planweb/deliveryweb"
	"fugong/internal/plan/planweb/importweb"
	"fugong/internal/plan/planweb/linkweb"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
)

// Locale is the room's words in both languages, those of the packages below
// included.
//
//go:embed locale/*.json
var Locale embed.FS

// handlers answers the requests of this room.
type handlers struct {
	planview.Base
	dues *dues
}

// Routes registers the pages and the API of plans.
func Routes(m *web.Mux, b planview.Base) {
	h := handlers{b, newDues()}
	h.projectRoutes(m)
	h.planRoutes(m)
	h.activityRoutes(m)
	h.historyRoutes(m)
	h.todayRoutes(m)
	h.calendarRoutes(m)
	h.baselineRoutes(m)
	h.exportRoutes(m)
	importweb.Routes(m, h.Base)
	deliveryweb.Routes(m, h.Base)
	linkweb.Routes(m, h.Base)
	closingweb.Routes(m, h.Base)
	cardweb.Routes(m, h.Base)
	h.apiProjectRoutes(m)
	h.apiPlanRoutes(m)
	h.apiStepRoutes(m)
	h.apiResourceRoutes(m)
	h.apiProgressRoutes(m)
	h.apiCalendarRoutes(m)
	h.apiBaselineRoutes(m)
	h.apiExportRoutes(m)
}
