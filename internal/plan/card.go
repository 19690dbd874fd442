package plan

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// ActCard is issuing and revoking the cards of foremen.
const ActCard = "plan.card"

// Card lets a foreman report of some activities of a project without an
// account. Whoever holds its secret is the foreman.
type Card struct {
	ID, Zone, Project string
	Name              string // of the foreman
	Scope             CardScope
	IssuedAt          time.Time
	IssuedBy          string // account id
	ExpiresAt         time.Time
	RevokedAt         time.Time // zero: nobody did
	RevokedBy         string    // account id
	SeenAt            time.Time // last opened; zero for never
}

// CardScope is what a card reports of: everything when all is empty, else what
// any of them names.
type CardScope struct {
	Heading    string   `json:"heading,omitempty"`    // id of a heading: what stands under it
	Crew       string   `json:"crew,omitempty"`       // name or group of a resource: what it is assigned to
	Activities []string `json:"activities,omitempty"` // ids
}

// Bounds of a card.
const (
	MaxCardDays = 180 // how long one can be issued for
	cardHourly  = 60  // reports an hour with one card
)

// cardPrefix marks the actor of a card where account ids stand.
const cardPrefix = "card/"

// Actor is who acts with the card.
func (c *Card) Actor(org string) who.Actor {
	return who.Actor{Account: cardPrefix + c.ID, Zone: c.Zone, Roles: []who.Membership{{Org: org, Role: who.Foreman}}}
}

// Good tells whether the card can be used at a time.
func (c *Card) Good(now time.Time) bool { return c.RevokedAt.IsZero() && now.Before(c.ExpiresAt) }

// CardStore keeps cards. Their secrets are known by hash alone.
type CardStore interface {
	AddCard(ctx context.Context, c Card, hash string) error
	// Cards lists a project's cards, newest first; of all projects of the zone
	// with an empty one.
	Cards(ctx context.Context, zone, project string) ([]Card, error)
	// CardByHash finds a card and notes that it was seen; NotFound "plan.card.unknown".
	CardByHash(ctx context.Context, hash string, seen time.Time) (Card, error)
	// RevokeCard revokes a card that nobody revoked yet.
	RevokeCard(ctx context.Context, c Card) error
	// ReportsBetween counts the entries that an actor recorded after a time, up to
	// another: what a clock that was set back left ahead of now does not count.
	ReportsBetween(ctx context.Context, zone, actor string, after, upto time.Time) (int, error)
}

func hashCard(secret string) string {
	sum := sha256.Sum256([]byte(strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(secret), " ", ""))))
	return hex.EncodeToString(sum[:])
}

// NewCard is what a planner says of a card.
type NewCard struct {
	Name  string
	Scope CardScope
	Days  int // that it holds, today included
}

// IssueCard makes a card; its secret is returned once and stored nowhere. Errors:
// Invalid "plan.card.invalid" with fields "name", "days" and "scope".
func (s *Service) IssueCard(ctx context.Context, project string, n NewCard) (Card, string, error) {
	b, err := s.open(ctx, ActCard, project)
	if err != nil {
		return Card{}, "", err
	}
	if err := n.checkCard(b); err != nil {
		return Card{}, "", err
	}
	actor, _ := who.From(ctx)
	c := Card{
		ID: s.ID(), Zone: b.Project.Zone, Project: project, Name: strings.TrimSpace(n.Name), Scope: n.Scope,
		IssuedAt: s.Now(), IssuedBy: actor.Account, ExpiresAt: s.Now().AddDate(0, 0, n.Days),
	}
	secret := s.Secret()
	return c, secret, s.Store.AddCard(ctx, c, hashCard(secret))
}

func (n *NewCard) checkCard(b *Book) error {
	bad := fault.New(fault.Invalid, "plan.card.invalid")
	if name := strings.TrimSpace(n.Name); name == "" || len([]rune(name)) > 60 {
		bad.With("name", "plan.card.no_name")
	}
	if n.Days < 1 || n.Days > MaxCardDays {
		bad.With("days", "plan.card.days", "Max", MaxCardDays)
	}
	if !slices.ContainsFunc(indices(b.Plan), func(i int) bool { return n.Scope.Holds(b.Plan, i) }) {
		bad.With("scope", "plan.card.scope")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func indices(p *masterplan.Plan) []int {
	list := make([]int, len(p.Activities))
	for i := range list {
		list[i] = i
	}
	return list
}

// Holds tells whether activity i of p is one that is worked on and in the scope.
func (c *CardScope) Holds(p *masterplan.Plan, i int) bool {
	a := &p.Activities[i]
	if !a.Worked() {
		return false
	}
	if c.Heading == "" && c.Crew == "" && len(c.Activities) == 0 {
		return true
	}
	return slices.Contains(c.Activities, a.ID) || c.Heading != "" && under(p, a, c.Heading) || c.Crew != "" && crewed(p, i, c.Crew)
}

func under(p *masterplan.Plan, a *masterplan.Activity, heading string) bool {
	for up := a.Parent; up >= 0; up = p.Activities[up].Parent {
		if p.Activities[up].ID == heading {
			return true
		}
	}
	return false
}

func crewed(p *masterplan.Plan, i int, crew string) bool {
	return slices.ContainsFunc(p.Assignments, func(at masterplan.Assignment) bool {
		if int(at.Activity) != i || at.Resource < 0 {
			return false
		}
		r := &p.Resources[at.Resource]
		return r.Name == crew || r.Group == crew
	})
}

// Cards lists a project's cards, newest first.
func (s *Service) Cards(ctx context.Context, project string) ([]Card, error) {
	b, err := s.openAny(ctx, ActCard, project)
	if err != nil {
		return nil, err
	}
	return s.Store.Cards(ctx, b.Project.Zone, project)
}

// RevokeCard ends a card at once. Errors: NotFound "plan.card.unknown".
func (s *Service) RevokeCard(ctx context.Context, project, card string) error {
	list, err := s.Cards(ctx, project)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(c Card) bool { return c.ID == card })
	if i < 0 {
		return fault.New(fault.NotFound, "plan.card.unknown")
	}
	if c := list[i]; c.RevokedAt.IsZero() {
		actor, _ := who.From(ctx)
		c.RevokedAt, c.RevokedBy = s.Now(), actor.Account
		return s.Store.RevokeCard(ctx, c)
	}
	return nil
}

// OpenCard says whose card a secret is, and who acts with it. Errors:
// Unauthenticated "plan.card.unknown", "plan.card.revoked", "plan.card.expired",
// "plan.card.closed" when the project is not worked on any more, and
// "plan.card.orphan" when whoever issued it may no longer do so.
func (s *Service) OpenCard(ctx context.Context, secret string) (Card, who.Actor, error) {
	c, err := s.Store.CardByHash(ctx, hashCard(secret), s.Now())
	switch {
	case fault.Of(err) == fault.NotFound && err != nil:
		return Card{}, who.Actor{}, fault.New(fault.Unauthenticated, "plan.card.unknown")
	case err != nil:
		return Card{}, who.Actor{}, err
	case !c.RevokedAt.IsZero():
		return Card{}, who.Actor{}, fault.New(fault.Unauthenticated, "plan.card.revoked")
	case !c.Good(s.Now()):
		return Card{}, who.Actor{}, fault.New(fault.Unauthenticated, "plan.card.expired")
	}
	p, err := s.Store.Project(ctx, c.Zone, c.Project)
	if err == nil && p.State != masterplan.Open {
		err = fault.New(fault.Unauthenticated, "plan.card.closed")
	}
	if err != nil {
		return c, who.Actor{}, err
	}
	if good, err := s.stillVouched(ctx, &c, &p); !good || err != nil {
		return Card{}, who.Actor{}, cmp.Or(err, error(fault.New(fault.Unauthenticated, "plan.card.orphan")))
	}
	return c, c.Actor(p.Org), nil
}

// Job is an activity as a foreman sees it.
type Job struct {
	Activity *masterplan.Activity
	Place    string // the headings above it, the nearest last
	Start    worktime.Time
	Finish   worktime.Time
	Entry    *masterplan.Entry // the report in force; nil for none
	Now      bool              // started, or to be started by tomorrow
}

// Counted tells whether the job is reported by quantity.
func (j *Job) Counted() bool {
	return j.Entry != nil && j.Entry.Measure.Basis == masterplan.ByQuantity && j.Entry.Measure.Total > 0
}

// Jobs are the unfinished activities of a card in the order in which they are to
// be done, and its project.
func (s *Service) Jobs(ctx context.Context, c Card) (*Book, []Job, error) {
	b, err := s.currentBook(ctx, c.Zone, c.Project)
	if err != nil {
		return nil, nil, err
	}
	var jobs []Job
	for i := range b.Plan.Activities {
		if b.Plan.Activities[i].ActualFinish == worktime.None && c.Scope.Holds(b.Plan, i) && b.Dates.Rows[i].Start != worktime.None {
			jobs = append(jobs, b.jobOf(i, s.today()))
		}
	}
	slices.SortStableFunc(jobs, func(a, b Job) int { return int(a.Start - b.Start) })
	return b, jobs, nil
}

// CardJob is one activity of a card, finished or not. Error: NotFound
// "plan.activity.unknown" for what the card does not name.
func (s *Service) CardJob(ctx context.Context, c Card, activity string) (*Book, Job, error) {
	b, err := s.currentBook(ctx, c.Zone, c.Project)
	if err != nil {
		return nil, Job{}, err
	}
	i, err := b.index(activity)
	if err == nil && !c.Scope.Holds(b.Plan, i) {
		err = fault.New(fault.NotFound, "plan.activity.unknown")
	}
	if err != nil {
		return nil, Job{}, err
	}
	return b, b.jobOf(i, s.today()), nil
}

func (b *Book) jobOf(i int, today worktime.Day) Job {
	a, row := &b.Plan.Activities[i], &b.Dates.Rows[i]
	var above []string
	for up := a.Parent; up >= 0; up = b.Plan.Activities[up].Parent {
		above = append(above, b.Plan.Activities[up].Name)
	}
	if len(above) > 2 {
		above = above[:2]
	}
	slices.Reverse(above)
	return Job{
		Activity: a, Place: strings.Join(above, " · "), Start: row.Start, Finish: row.Finish, Entry: b.Entry(a.ID),
		Now: a.ActualFinish == worktime.None && (a.ActualStart != worktime.None || row.Start.Day() <= today+1),
	}
}

// ReportByCard records what a foreman says of an activity of the card. ctx
// carries the card's actor. Errors: those of CardJob and RecordProgress; TooMany
// "plan.card.often".
func (s *Service) ReportByCard(ctx context.Context, c Card, activity string, r Report) (masterplan.Entry, masterplan.Doubts, error) {
	if _, _, err := s.CardJob(ctx, c, activity); err != nil {
		return masterplan.Entry{}, masterplan.Doubts{}, err
	}
	n, err := s.Store.ReportsBetween(ctx, c.Zone, cardPrefix+c.ID, s.Now().Add(-time.Hour), s.Now())
	if err != nil {
		return masterplan.Entry{}, masterplan.Doubts{}, err
	}
	if n >= cardHourly {
		return masterplan.Entry{}, masterplan.Doubts{}, fault.New(fault.TooMany, "plan.card.often", "Max", cardHourly)
	}
	return s.RecordProgress(ctx, c.Project, activity, r)
}

// CardNames are the foremen's names behind actors of the zone that are cards.
func (s *Service) CardNames(ctx context.Context, zone string, actors []string) (map[string]string, error) {
	names := map[string]string{}
	if !slices.ContainsFunc(actors, func(a string) bool { return strings.HasPrefix(a, cardPrefix) }) {
		return names, nil
	}
	list, err := s.Store.Cards(ctx, zone, "")
	for i := range list {
		if id := cardPrefix + list[i].ID; slices.Contains(actors, id) {
			names[id] = list[i].Name
		}
	}
	return names, err
}
