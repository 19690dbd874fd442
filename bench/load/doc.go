// Command load measures progress entries: so many clients report on so many
// projects at once, by API and by form, each report under an idempotency key of
// its own. Builds given by --beside are measured in the same run, on a fresh zone
// of their own, one after another. All traffic stays on 127.0.0.1 and is bounded
// in count and time.
//
// Its test kills a serving process again and again among such writers: nothing
// acknowledged may be lost, and nothing that is sent again be stored twice.
package main
