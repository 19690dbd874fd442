// Package recoveryweb shows what stoppages cost and how the days are won back:
// the stoppages of the zone under /stoppages, the measures under /measures, and
// of a project the account of lost days, the workbench, what accepting a point
// would do, and what the accepted measures have delivered.
package recoveryweb
