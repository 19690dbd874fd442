// Package civil knows the zone's clock and the days people work: the local
// time of an instant, Chinese public holidays with the weekends worked in
// their place, and the two usual working weeks.
//
// Words. Civil time is what the clock on the wall shows (worktime.Time); an
// instant is a time.Time. A make-up day is a Saturday or Sunday worked because
// a weekday next to a holiday was given off.
//
// The holidays are known for 2019 to 2026, see Years; outside them a day is
// judged by its weekday alone.
package civil
