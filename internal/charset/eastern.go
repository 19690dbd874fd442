package charset

// weighEastern weighs Big5 and Shift-JIS, whose pairs GB18030 reads as well: 0 for what
// is neither. Big5 puts its 5,401 common characters behind A4–C6 and two of five second
// bytes below 7F, where common characters of GB 2312 have none. Japanese text is
// told by its kana, which Shift-JIS keeps at 829F–82F1 and 8340–8396.
func weighEastern(data []byte) (big5, japanese float64) {
	pairs, leads, low, kana := 0, 0, 0, 0
	for i := 0; i+1 < len(data) && pairs < sampleHigh; i++ {
		lead, trail := data[i], data[i+1]
		if lead < 0x81 || trail < 0x40 || trail == 0x7F || trail == 0xFF {
			continue
		}
		i++
		pairs++
		if lead >= 0xA4 && lead <= 0xC6 {
			leads++
		}
		if trail < 0x7F {
			low++
		}
		if lead == 0x82 && trail >= 0x9F && trail <= 0xF1 || lead == 0x83 && trail <= 0x96 {
			kana++
		}
	}
	if pairs < fewPairs {
		return 0, 0
	}
	share := func(n int) float64 { return float64(n) / float64(pairs) }
	if share(kana) >= 0.15 {
		japanese = 0.6 + share(kana)/2
	}
	if share(leads) >= 0.85 && share(low) >= 0.15 && share(low) <= 0.75 {
		big5 = share(leads)
	}
	return big5, japanese
}

// fewPairs is the least number of pairs that tells.
const fewPairs = 6
