package rights

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Channel is where we publish: the use that is asked about for a piece that goes out there. What it leaves open means all of it.
type Channel struct {
	Action     string   `yaml:"action" json:"action"`
	Media      []string `yaml:"media" json:"media"`
	Territory  []string `yaml:"territory" json:"territory"`
	GeoLimited bool     `yaml:"geo_limited" json:"geo_limited"` // what is on the net there can be kept out of other territories
	Purpose    string   `yaml:"purpose" json:"purpose"`
	Party      string   `yaml:"party" json:"party"` // an outlet that is not ours, by name
}

var channelName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\pL\pN][\pL\pN._-]*$`) })

// onTheNet are the media that are seen everywhere unless they are limited.
var onTheNet = digital

// netMedia are those of the channel's media that are on the net.
func (ch Channel) netMedia() []string {
	media, err := each(ch.Media, medium)
	if err != nil || len(media) == 0 { // all of them
		return onTheNet
	}
	return slices.DeleteFunc(media, func(m string) bool { return !slices.Contains(onTheNet, m) })
}

// OnChannel gives what is asked about a piece that goes out on one of the house's channels at an instant. What is on the net, and not
// kept out of other territories by a statement under geo_limited that holds, is seen everywhere: then its territory counts for nothing,
// and everywhere is true.
func (h House) OnChannel(name string, at time.Time) (asked Asked, everywhere bool, err error) {
	ch, ok := h.Channels[name]
	if !ok {
		return asked, false, fmt.Errorf("unknown channel %q: %s", name, h.channelNames())
	}
	asked = Asked{Action: ch.Action, Purpose: ch.Purpose, Party: ch.Party, Territory: ch.Territory, Media: ch.Media}
	if len(ch.Territory) > 0 && !(ch.GeoLimited && all(ch.netMedia(), func(m string) bool { return h.keepsIn(m, at) })) && len(ch.netMedia()) > 0 {
		asked.Territory, everywhere = nil, true
	}
	return asked, everywhere, nil
}

func (h House) channelNames() string {
	if len(h.Channels) == 0 {
		return "the house file names none; name it under channels, and the file with --house"
	}
	return "use one of " + strings.Join(slices.Sorted(maps.Keys(h.Channels)), ", ")
}

// keepsIn reports whether the house states that a medium can be kept out of a territory.
func (h House) keepsIn(medium string, at time.Time) bool {
	return slices.ContainsFunc(h.GeoLimited, func(g GeoLimited) bool { return slices.Contains(g.Media, medium) && g.Holds(at) })
}

func (h House) checkChannels(fail func(where, format string, args ...any)) {
	for name, ch := range h.Channels {
		where := "channels." + name
		if !channelName().MatchString(name) {
			fail(where, "%q is no name for a channel: use letters, digits, -, _ and .", name)
		}
		asked := Asked{Action: ch.Action, Purpose: ch.Purpose, Party: ch.Party, Territory: ch.Territory, Media: ch.Media}
		if _, err := asked.Question(time.Time{}); err != nil {
			fail(where, "%w", err)
		}
		for _, m := range ch.netMedia() {
			if ch.GeoLimited && !slices.ContainsFunc(h.GeoLimited, func(g GeoLimited) bool { return slices.Contains(g.Media, m) }) {
				fail(where, "it is geo-limited, but nobody states under geo_limited that %s can be: add who, why and until when there", m)
			}
		}
	}
}
