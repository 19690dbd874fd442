package recovery

import (
	_ "embed"

	"fugong/internal/plan"
	"fugong/internal/who"
)

//go:embed policy.cedar
var rules []byte

// Policy says who may win days back.
var Policy = who.Policy{Room: "recovery", Rules: rules, Actions: map[string][]string{
	"change": {plan.ActRecover, plan.ActMeasures},
}}
