package app

import (
	"context"
	"net/url"

	"fugong/internal/zone"
	"fugong/internal/zone/identity"
)

// Founding is what is said of a new zone.
type Founding struct {
	Code, Name, NameEN    string
	Authority, CreditCode string
	Administrator         string
}

// Found makes a zone and returns the link by which its administrator makes an
// account, once. Errors are those of zone.Service.Found.
func (a *App) Found(ctx context.Context, f Founding) (string, error) {
	code, err := identity.ParseCreditCode(f.CreditCode)
	if err != nil {
		return "", err
	}
	_, secret, err := a.Zone.Found(ctx,
		zone.Zone{Code: f.Code, Name: f.Name, NameEN: f.NameEN, TimeZone: a.Config.TimeZone},
		zone.Organisation{Code: code, Name: f.Authority}, f.Administrator)
	if err != nil {
		return "", err
	}
	return a.siteAddress() + "/invitation?key=" + url.QueryEscape(secret), nil
}
