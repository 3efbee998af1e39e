package language

// sourceAt reads SOURCE - at the start of a clause and gives where what follows the dash begins. A source is written like a
// name, says nothing else, and something that can be read follows it.
func (r *reader) sourceAt(pos int) int {
	if pos > 0 && r.tokens[pos].gap&(stop|line|edge) == 0 && !r.afterHeading {
		return -1
	}
	end := pos
	for ; end < len(r.tokens) && end-pos <= mostNameWords; end++ {
		t := r.tokens[end]
		if end > pos && t.gap&dash != 0 {
			break
		}
		if end > pos && t.gap&(stop|colon|line|open|shut|edge) != 0 {
			return -1
		}
	}
	if end >= len(r.tokens) || end == pos || r.tokens[end].gap&dash == 0 || !r.isSource(pos, end) {
		return -1
	}
	return end
}

func (r *reader) isSource(pos, end int) bool {
	if r.isKnownSource(pos, end) {
		return true
	}
	if r.isTerms(pos, end) {
		return false
	}
	only := true
	for i := pos; i < end; i++ {
		t := r.tokens[i]
		_, someone := names().at(r, i, party)
		only = only && someone == 0 && (nameWords[t.plain] || len(t.plain) < 2)
		if operators[t.plain] || r.timeAt(i) > 0 || !r.looksLikeName(t) && i == pos {
			return false
		}
		if !r.looksLikeName(t) && !lowerInNames[t.plain] {
			return false
		}
	}
	_, n := names().at(r, pos, party)
	return !only || n == end-pos || r.tokens[end-1].plain == "pool" // words of the grammar alone name nobody
}

func (r *reader) isKnownSource(pos, end int) bool {
	_, n := names().at(r, pos, known)
	return n == end-pos
}
