// Package dates measures what the date engine promises: how far its dates agree
// with those that Primavera and Microsoft Project wrote into real files, how
// long the largest of them takes from bytes to dates, and how time and memory
// grow with a plan. Run it with make bench; without the folder of real plans
// (FUGONG_SHARED, or shared beside the checkout) it says so and measures our own
// examples.
package dates
