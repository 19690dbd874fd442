package xer

import "fugong/internal/planfile/primavera/p6"

// gatherMemos gathers the notebook of every activity as plain text, one paragraph a
// topic: "Remarks: …".
func (r *reader) gatherMemos() map[string]string {
	topics := map[string]string{}
	r.eachRow("MEMOTYPE", func(row *row) { topics[row.word("memo_type_id")] = row.text("memo_type") })
	memos := map[string]string{}
	r.eachRow("TASKMEMO", func(row *row) {
		text := p6.PlainText(row.text("task_memo"))
		if text == "" {
			return
		}
		if topic := topics[row.word("memo_type_id")]; topic != "" && topic != p6.GeneralTopic {
			text = topic + ": " + text
		}
		id := row.word("task_id")
		memos[id] = p6.AddNote(memos[id], text)
	})
	return memos
}
