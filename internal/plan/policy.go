package plan

import (
	_ "embed"

	"fugong/internal/who"
)

//go:embed policy.cedar
var rules []byte

// Policy says who may do what to plans.
var Policy = who.Policy{Room: "plan", Rules: rules, Actions: map[string][]string{
	"look":   {ActView, ActExport},
	"change": {ActImport, ActEdit, ActProgress, ActDeliver, ActBaseline, ActStoppage, ActDelete, ActCard},
}}
