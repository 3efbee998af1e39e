package language

import (
	"slices"
	"strings"
)

// channels are the scopes that a text may have, and the media that they stand for. Territorial ones limit nothing by
// themselves: whether "US:" means where it is shown or whose customer asks is not said.
var channels = map[string][]string{
	"broadcast": {"broadcast"}, "tv": {"broadcast"}, "television": {"broadcast"}, "radio": {"radio"}, "print": {"print"},
	"digital": {"online", "social", "mobile"}, "online": {"online"}, "internet": {"online"}, "web": {"online"},
	"social": {"social"}, "social media": {"social"}, "mobile": {"mobile"},
	"international": nil, "us": nil, "usa": nil, "uk": nil, "domestic": nil, "row": nil,
}

// channelWords are the first words of their names.
var channelWords = func() map[string]bool {
	all := map[string]bool{}
	for name := range channels {
		first, _, _ := strings.Cut(name, " ")
		all[first] = true
	}
	return all
}()

// scopeWords may stand between the name of a channel and its colon: Digital restrictions: none.
var scopeWords = map[string]bool{"restrictions": true, "restriction": true, "rights": true, "use": true, "usage": true}

// ChannelMedia gives the media that a channel stands for; none for one that is no medium.
func ChannelMedia(name string) []string { return channels[name] }

// findScopes finds the names of channels with a colon behind them. The first begins a clause, the others need nothing before
// them: Broadcast: no use Japan Digital: none. What stands before a scope ends there.
func (r *reader) findScopes() {
	for i := 0; i < len(r.tokens); i++ {
		name, n := r.channelAt(i)
		if n == 0 || len(r.scopes) == 0 && !r.startsScope(i) {
			continue
		}
		r.scopes = append(r.scopes, scopeStart{at: i, body: i + n, name: name})
		r.tokens[i].gap |= stop
		i += n - 1
	}
}

// channelAt gives the channel that is named at a word, and the number of words up to its colon.
func (r *reader) channelAt(i int) (string, int) {
	if !r.tokens[i].channel {
		return "", 0
	}
	for n := min(2, len(r.tokens)-i); n >= 1; n-- {
		name := r.tokens[i].plain
		if n == 2 {
			name += " " + r.tokens[i+1].plain
		}
		end := i + n
		if end < len(r.tokens) && scopeWords[r.tokens[end].plain] {
			end++
		}
		if _, ok := channels[name]; ok && end < len(r.tokens) && r.tokens[end].gap&colon != 0 {
			return name, end - i
		}
	}
	return "", 0
}

// startsScope reports whether a text may turn to its first channel at a word. A comma is too little: in No access UK, US: … it
// may as well be a list.
func (r *reader) startsScope(i int) bool {
	return r.gapBefore(i)&(edge|stop|line|dash|colon|open|slash) != 0
}

// scopeAt gives the scope that begins at a word.
func (r *reader) scopeAt(pos int) *scopeStart {
	i, ok := slices.BinarySearchFunc(r.scopes, pos, func(s scopeStart, pos int) int { return s.at - pos })
	if !ok {
		return nil
	}
	return &r.scopes[i]
}

// forget drops scopes that were read over, with the one before them: what follows may belong to either.
func (r *reader) forget(pos int) {
	for len(r.scopes) > 0 && r.scopes[0].at < pos {
		r.scopes, r.scope, r.channel = r.scopes[1:], "", nil
	}
}

// enter begins a scope. Its name belongs to the rules in it; if there are none it is a heading.
func (r *reader) enter(s scopeStart) int {
	r.scopes = r.scopes[1:]
	r.entered = append(r.entered, s.name)
	r.lost(&r.emptyScope)
	if r.scope != "" {
		r.lost(&r.emptyHeading) // of the scope before
	}
	r.emptyScope = stretch{s.at, s.body}
	r.scope, r.channel, r.said = s.name, nil, ""
	for i := s.at; i < s.body; i++ {
		r.channel = append(r.channel, i)
		r.claims[i] = boilerplate
	}
	r.afterHeading, r.bare, r.body = true, true, s.body
	return s.body
}

// leaveLast ends the last scope behind its first clause: what follows may belong to all.
func (r *reader) leaveLast(pos int) {
	if r.scope == "" || len(r.scopes) > 0 || pos <= r.body {
		return
	}
	if r.tokens[pos].gap&(stop|line) != 0 || r.said != "" && !r.saidAgain(pos) {
		r.scope, r.channel, r.bare = "", nil, false
	}
}

// saidAgain reports whether a clause goes on as the one before began, behind nothing but a comma or a connecting word: No use
// Peru, no use Chile.
func (r *reader) saidAgain(pos int) bool {
	t := r.tokens[pos]
	switch {
	case t.connector && pos+1 < len(r.tokens):
		return t.gap&^(space|comma) == 0 && r.tokens[pos+1].plain == r.said
	case r.tokens[pos-1].connector:
		return t.gap == space && t.plain == r.said
	}
	return t.gap&comma != 0 && t.gap&^(space|comma) == 0 && t.plain == r.said
}

// narrow puts a rule into the scope that it stands in. Channels of media are limits; a rule with media of its own keeps them.
func (r *reader) narrow(rule *Rule) {
	rule.Channel = r.scope
	if m := channels[r.scope]; m != nil && rule.Media == nil {
		rule.Media = &Constraint{Values: m}
	}
}
