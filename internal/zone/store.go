package zone

import (
	"context"
	"time"

	"fugong/internal/zone/credential"
	"fugong/internal/zone/identity"
)

// Store keeps the zones' records. Finding one that is not there is a NotFound
// fault; adding one twice is a Conflict.
type Store interface {
	// View reads what is committed.
	View() Records
	// Change runs f in one transaction. f may run more than once, so it must be
	// repeatable.
	Change(ctx context.Context, f func(ctx context.Context, r Records) error) error
	// Mark is a keyed mark of a value, which only this house can make.
	Mark(value string) []byte
	// VerifyAudit counts the audit lines of every zone that stand in unbroken
	// chains. Its fault names the first that does not.
	VerifyAudit(ctx context.Context) (int, error)
	// Sweep deletes sessions that began before one time and failed sign-ins
	// that were last seen before the other.
	Sweep(ctx context.Context, sessions, attempts time.Time) error
}

// Door reads what every request asks first: whose session it is, and what that
// account may do.
type Door interface {
	// Admit is the session of a secret's hash with its account and roles, as they
	// are committed; NotFound "db.not_found" when there is none.
	Admit(ctx context.Context, hash string) (Admission, error)
}

// Admission is a session with the account that it belongs to. Of the session it
// has the times and ids, of the account the id, zone, name and whether it is
// disabled.
type Admission struct {
	Session     Session
	Account     Account
	Memberships []Membership
}

// Records are the store's shelves, one per noun.
type Records struct {
	Zones         Zones
	Organisations Organisations
	People        People
	Accounts      Accounts
	Memberships   Memberships
	Invitations   Invitations
	Sessions      Sessions
	Tokens        Tokens
	Attempts      AttemptCounts
	Journal       Journal
}

// Zones keeps zones.
type Zones interface {
	Add(ctx context.Context, z Zone) error
	Find(ctx context.Context, id string) (Zone, error)
	List(ctx context.Context) ([]Zone, error)
}

// Organisations keeps organisations; codes are unique in a zone.
type Organisations interface {
	Add(ctx context.Context, o Organisation) error
	Save(ctx context.Context, o Organisation) error
	Find(ctx context.Context, zone, id string) (Organisation, error)
	List(ctx context.Context, q OrganisationQuery) ([]Organisation, error)
}

// OrganisationQuery narrows a list of organisations; zero values do not.
type OrganisationQuery struct {
	Zone string
	Text string // part of name, short name or code
	Kind OrganisationKind
}

// People keeps people; a paper's number is unique in a zone.
type People interface {
	Add(ctx context.Context, p Person) error
	Save(ctx context.Context, p Person) error
	Find(ctx context.Context, zone, id string) (Person, error)
	List(ctx context.Context, q PeopleQuery) ([]Person, error)
}

// PeopleQuery narrows a list of people. Name, Number and Phone match whole
// values only, and somebody is found who matches any of those given.
type PeopleQuery struct {
	Zone   string
	All    bool     // every organisation, and people of none
	Orgs   []string // otherwise these
	Name   string
	Number string
	Phone  identity.Phone
	After  string // id to go on after; people come in the order of their ids
	Limit  int
}

// Accounts keeps accounts; logins are unique over all zones.
type Accounts interface {
	Add(ctx context.Context, a Account) error
	Save(ctx context.Context, a Account) error
	Find(ctx context.Context, id string) (Account, error)
	ByLogin(ctx context.Context, login string) (Account, error)
	List(ctx context.Context, zone string) ([]Account, error)
}

// Memberships keeps who holds which role where.
type Memberships interface {
	Add(ctx context.Context, m Membership) error
	Remove(ctx context.Context, m Membership) error
	Of(ctx context.Context, account string) ([]Membership, error)
	List(ctx context.Context, zone string) ([]Membership, error)
}

// Invitations keeps invitations.
type Invitations interface {
	Add(ctx context.Context, i Invitation) error
	Save(ctx context.Context, i Invitation) error
	Find(ctx context.Context, zone, id string) (Invitation, error)
	ByHash(ctx context.Context, hash string) (Invitation, error)
	List(ctx context.Context, zone string) ([]Invitation, error)
}

// Sessions keeps who is signed in where.
type Sessions interface {
	Add(ctx context.Context, s Session) error
	// Touch writes when a session was last used; what it says of a later time,
	// which only a clock that was set back leaves behind, is brought back to it.
	Touch(ctx context.Context, id string, seen time.Time) error
	ByHash(ctx context.Context, hash string) (Session, error)
	Of(ctx context.Context, account string) ([]Session, error)
	// Remove ends the account's session id, or all of them for "".
	Remove(ctx context.Context, account, id string) (int, error)
}

// Tokens keeps API tokens.
type Tokens interface {
	Add(ctx context.Context, t Token) error
	// Update writes who answers for the token, when it was last used and whether
	// it was revoked.
	Update(ctx context.Context, t Token) error
	Find(ctx context.Context, zone, id string) (Token, error)
	ByHash(ctx context.Context, hash string) (Token, error)
	List(ctx context.Context, zone string) ([]Token, error)
}

// AttemptCounts keeps failed sign-ins. An unknown key has none.
type AttemptCounts interface {
	Find(ctx context.Context, key string) (credential.Attempts, error)
	Save(ctx context.Context, a credential.Attempts) error
	Clear(ctx context.Context, key string) error
}

// Journal is the zone's audit log.
type Journal interface {
	Record(ctx context.Context, e Event) error
	List(ctx context.Context, q AuditQuery) ([]Event, error)
}

// Event is one line of the audit log. It never holds personal data.
type Event struct {
	Seq    int64 // its place in the zone's chain, from 1
	Zone   string
	Actor  string // account id; "system" for the program itself
	Action string // "zone.account.disable"
	Object string // kind and id, "account/0198…"
	Detail map[string]string
	At     time.Time
}

// AuditQuery narrows the audit log, newest first; zero values do not.
type AuditQuery struct {
	Zone, Actor, Action, Object string
	From, Until                 time.Time
	Before                      int64 // lines older than this one
	Limit                       int
}
