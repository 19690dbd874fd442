package gantt

// Keys are the messages that the chart needs, without their prefix "ui.gantt.".
// Parameters are in braces: {n}.
var Keys = []string{
	"label", "toolbar", "splitter", "empty", "failed", "retry", "wait", "code", "name", "start", "finish", "duration",
	"float", "percent", "state", "days", "search", "search_title", "filter", "all", "all_title", "critical",
	"critical_title", "late", "late_title", "look_ahead", "weeks", "weeks_title", "trade", "trade_all", "level",
	"level_n", "level_all", "zoom", "zoom_in", "zoom_out", "zoom_day", "zoom_day_title", "zoom_week", "zoom_week_title",
	"zoom_month", "zoom_month_title", "zoom_fit", "zoom_fit_title", "jump", "today", "today_title", "data_date",
	"data_date_title", "selected", "selected_title", "target", "show", "show_baseline", "show_links", "show_front",
	"show_names", "keys", "print", "print_title", "page", "counts", "matches", "legend_done", "legend_remaining",
	"legend_critical", "legend_baseline", "legend_float", "baseline", "on_baseline", "later", "earlier", "deadline",
	"constraint_1", "constraint_2", "constraint_3", "constraint_4", "constraint_5", "constraint_6", "constraint_7",
	"constraint_8", "constraint_9", "links", "links_n", "state_finished", "state_critical", "state_late", "state_issue",
	"state_delivery", "state_inactive",
	"full_title", "columns", "column_width", "columns_usual", "matches_inside", "printed", "cancel", "legend_milestone",
	"paper_rows", "paper_rows_all", "paper_rows_view", "paper_from", "paper_to", "paper_size", "paper_size_fit", "paper_size_months", "paper_size_weeks", "paper_size_days", "paper_count", "paper_many", "paper_dates",
}
