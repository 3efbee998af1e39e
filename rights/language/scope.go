package language

// channels are the scopes that a text may have, and the media that they stand for. Territorial ones limit nothing by
// themselves: whether "US:" means where it is shown or whose customer asks is not said.
var channels = map[string][]string{
	"broadcast": {"broadcast"}, "tv": {"broadcast"}, "television": {"broadcast"}, "radio": {"radio"}, "print": {"print"},
	"digital": {"online", "social", "mobile"}, "online": {"online"}, "internet": {"online"}, "web": {"online"},
	"social": {"social"}, "social media": {"social"}, "mobile": {"mobile"},
	"international": nil, "us": nil, "usa": nil, "uk": nil, "domestic": nil, "row": nil,
}

// findScopes finds the names of channels with a colon behind them.
func (r *reader) findScopes() {
	for i := 0; i+1 < len(r.tokens); i++ {
		for n := 2; n >= 1; n-- {
			name := r.tokens[i].plain
			if n == 2 {
				name += " " + r.tokens[i+1].plain
			}
			if _, ok := channels[name]; ok && i+n < len(r.tokens) && r.tokens[i+n].gap&colon != 0 {
				r.scopes = append(r.scopes, scopeStart{at: i, body: i + n, name: name})
				break
			}
		}
	}
}

// scopeAt gives the scope that begins at a word. Those that are past are forgotten.
func (r *reader) scopeAt(pos int) *scopeStart {
	if len(r.scopes) > 0 && r.scopes[0].at == pos {
		return &r.scopes[0]
	}
	return nil
}

// enter begins a scope. Its name belongs to the rules in it; if there are none it is a heading.
func (r *reader) enter(s *scopeStart) int {
	r.scopes = r.scopes[1:]
	r.scope, r.channel = s.name, nil
	for i := s.at; i < s.body; i++ {
		r.channel = append(r.channel, i)
		r.claims[i] = boilerplate
	}
	r.afterHeading, r.bare, r.body = true, true, s.body
	return s.body
}

// leaveLast ends the last scope behind its first sentence: what follows may belong to all.
func (r *reader) leaveLast(pos int) {
	if r.scope != "" && len(r.scopes) == 0 && pos > r.body && r.tokens[pos].gap&(stop|line) != 0 {
		r.scope, r.channel, r.bare = "", nil, false
	}
}

// narrow puts a rule into the scope that it stands in. Channels of media are limits; a rule with media of its own keeps them.
func (r *reader) narrow(rule *Rule) {
	rule.Channel = r.scope
	if m := channels[r.scope]; m != nil && rule.Media == nil {
		rule.Media = &Constraint{Values: m}
	}
}
