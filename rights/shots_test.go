package rights

import (
	"slices"
	"strings"
	"testing"

	"clearance/story"
)

// A credit, a line "Source: X" and a line SOURCE - TERMS name a shot's source as a dateline does.
func TestSources(t *testing.T) {
	for text, want := range map[string]string{
		"Officials met. (Photo by STR / AFP)":                                          "STR / AFP",
		"Officials met. (Photo by STR / AFP via Getty Images) / China OUT":             "STR / AFP via Getty Images",
		"Officials met. (Photo by -/CCTV/AFP via Getty Images)":                        "CCTV/AFP via Getty Images",
		"Officials met. (PHOTO BY JANE ROE/EXAMPLE - NO ARCHIVING)":                    "JANE ROE/EXAMPLE [NO ARCHIVING]",
		"Officials met. (AFP Photo by Jane Roe)":                                       "Jane Roe",
		"Officials met. (Photo by NO USE UK)":                                          "unreadable [Photo by NO USE UK]",
		"Officials met. (Photo by )":                                                   "unreadable [Photo by]",
		"Officials met. (Photo credit should read JANE ROE/AFP via Getty Images)":      "JANE ROE/AFP via Getty Images [Photo credit should read JANE ROE/AFP via Getty Images]",
		"Officials met. Mandatory Credit: Photo by Jane Roe/Example/Wire (16507315bs)": "Jane Roe/Example/Wire [Mandatory Credit: Photo by Jane Roe/Example/Wire (16507315bs)]",
		"Mandatory Credit: Photo by Jane Roe - Pool via CNP/Wire (16452941i)":          "Jane Roe - Pool via CNP/Wire [Mandatory Credit: Photo by Jane Roe - Pool via CNP/Wire (16452941i)]",
		"Photo credit should read: Jane Roe/PA Wire. Editorial use only.":              "Jane Roe/PA Wire [Photo credit should read: Jane Roe/PA Wire]",
		"A (DECEMBER 4, 2009) (Photo by Jane Roe/AFP) B":                               "Jane Roe/AFP",
		"A (DECEMBER 4, 2009) (POOL) (Photo by Jane Roe/AFP) B":                        "POOL, Jane Roe/AFP",
		"Officials met. (Photo by Jane Roe/AFP) (NO ARCHIVING)":                        "Jane Roe/AFP [NO ARCHIVING]",
		"A photo by Reuters showed the two.":                                           "",
		"They met.\nSource: IRIB\nThey spoke.":                                         "IRIB",
		"They met.\nSOURCE: IRIB - NO ACCESS IRAN\nThey spoke.":                        "IRIB [NO ACCESS IRAN]",
		"They met.\n- Source: Example TV\nThey spoke.":                                 "Example TV",
		"The source: nobody knows.":                                                    "",
		"They met.\nNASA - MUST CREDIT NASA\nROCKET LAUNCHING":                         "NASA [MUST CREDIT NASA]",
		"They met.\nESA - For editorial use only. Do not cover logo. It is a rocket":   "ESA [For editorial use only. Do not cover logo]",
		"DPA VIDEO - NO ACCESS GERMANY\nMEN WALKING":                                   "DPA VIDEO [NO ACCESS GERMANY]",
		"EXAMPLE TV = NO BBC PERSIAN/NO VOA PERSIAN":                                   "EXAMPLE TV [NO BBC PERSIAN/NO VOA PERSIAN]",
		"RUV - NO ACCESS ICELAND, \nNORWAY OR SWEDEN\nMEN WALKING":                     "RUV [NO ACCESS ICELAND, \nNORWAY OR SWEDEN]",
		"EXAMPLE COAST GUARD - AP CLIENTS ONLY":                                        "EXAMPLE COAST GUARD [AP CLIENTS ONLY]",
		"EXAMPLE TV - NO ACCESS RURITANIA":                                             "EXAMPLE TV [NO ACCESS RURITANIA]",
		"SOCIAL MEDIA WEBSITE - Access all":                                            "SOCIAL MEDIA WEBSITE",
		"VIDEO OBTAINED BY REUTERS VIA TMX - No resale":                                "VIDEO OBTAINED BY REUTERS VIA TMX [No resale]",
		"A (DECEMBER 4, 2009) (VIDEO OBTAINED BY REUTERS VIA TMX - No resale) B":       "VIDEO OBTAINED BY REUTERS VIA TMX [No resale]",
		"A (DECEMBER 4, 2009) (Source: IRIB) B (SOURCE: TVP - NO ACCESS POLAND)":       "IRIB, TVP [NO ACCESS POLAND]",
		"A (DECEMBER 4, 2009) (KENYA TRANSPORT MINISTRY - AP CLIENTS ONLY) B":          "KENYA TRANSPORT MINISTRY [AP CLIENTS ONLY]",
		"UK COAST GUARD - AP CLIENTS ONLY":                                             "UK COAST GUARD [AP CLIENTS ONLY]",
		"A (DECEMBER 4, 2009) (EXAMPLE TV POLAND) B (DECEMBER 4, 2009) (UK) C":         "unreadable, unreadable",
		"A (DECEMBER 4, 2009 - NO ACCESS UK) (POOL) B":                                 "POOL [NO ACCESS UK]",
		"A (MAY 4, 2009 NO ACCESS UK) B":                                               "absent [NO ACCESS UK]",
		"A (MAY 4, 2009) (POOL) B (FILE - MAY 4, 2009) (POOL) C":                       "POOL, POOL",
		"A (DECEMBER 4, 2009) (POOL- MAREK KNOWS MORE) B":                              "POOL [MAREK KNOWS MORE]",
		"A (DECEMBER 4, 2009) (TVP -NO ACCESS POLAND) B":                               "TVP [NO ACCESS POLAND]",
		"A (RECENT)(COAST GUARD) B":                                                    "COAST GUARD",
		"A (RECENTCOAST GUARD) B":                                                      "RECENTCOAST GUARD",
		"A (DECEMBER 4, 2009REUTERS) B":                                                "unreadable",
		"(FILES) A man walks.":                                                         "",
		"INSTAGRAM @JANE - Access all":                                                 "unreadable [Access all]",
		"NHK OUT - LIMITED TO EDITORIAL USE":                                           "",
		"NRK - Nobody can read this without help":                                      "NRK [Nobody can read this without help]",
		"Nadal - no longer the player he was - lost.":                                  "",
		"The two sides - not for the first time - met.":                                "",
		"RESTRICTIONS - No access UK":                                                  "",
		"UK - NO ACCESS":                                                               "",
	} {
		if _, got := saidIn(story.Text, text); strings.ReplaceAll(got, "SOCIAL MEDIA WEBSITE [Access all]", "SOCIAL MEDIA WEBSITE") != want {
			t.Errorf("%q has the shots %q, want %q", text, got, want)
		}
	}
}

// Terms of a shot are not said again of the story.
func TestTermsOfShotsStandOnce(t *testing.T) {
	for _, text := range []string{
		"NASA - MUST CREDIT NASA", "A (DECEMBER 4, 2009) (TVP - NO ACCESS POLAND) B", "(Photo by X/Y - NO ARCHIVING)",
		"Mandatory Credit: Photo by Jane Roe/Wire", "SOURCE: IRIB - NO ACCESS IRAN",
	} {
		if terms, shots := saidIn(story.Text, text); terms != "" || !strings.Contains(shots, "[") {
			t.Errorf("%q has the terms %q beside the shots %q", text, terms, shots)
		}
	}
}

func TestAgencies(t *testing.T) {
	for source, want := range map[string][]string{
		"AFP":                               {"AFP"},
		"STR / AFP":                         {"STR", "AFP"},
		"-/CCTV/AFP via Getty Images":       {"CCTV", "AFP", "Getty Images"},
		"Jane Roe - Pool via CNP/Wire":      {"Jane Roe", "Pool", "CNP", "Wire"},
		"Agence France-Presse":              {"Agence France-Presse"},
		"VIDEO OBTAINED BY REUTERS VIA TMX": {"REUTERS", "TMX"},
		"AFP/NO ARCHIVE":                    {"AFP", "NO ARCHIVE"},
		"- / -":                             nil,
		"":                                  nil,
	} {
		if got := agencies(source); !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", source, got, want)
		}
	}
	for _, text := range []string{"AFP/NO ARCHIVE", "AFP via UK", "TVP -", "- / -", "", "via", "AFP / only UK", "Acme/FRANCE"} {
		if isSource(text) {
			t.Errorf("%q passes for a source", text)
		}
	}
}

// Whatever stands in the brackets of a shot is words of its source or of its terms.
func TestEveryByteOfAShot(t *testing.T) {
	for _, inside := range []string{
		"TVP", "TVP - NO ACCESS POLAND", "TVP - ", "TVP/AFP - NO ACCESS POLAND - OR UK", "NO ACCESS UK", "TVP, NO ACCESS POLAND",
		"Photo by STR / AFP", "Photo by STR / AFP. NO ARCHIVE", "Photo by STR / AFP - NO ARCHIVE", "Photo by STR, not for sale",
		"Mandatory Credit: Photo by A/B - zzz", "Photo by", "Photo by -", "Source: nobody knows MUST CREDIT NASA", "Photo by zzz, MUST CREDIT NASA", "Photo credit: A/B (UK)", "PHOTO BY A/B VIA C ONLY UK",
	} {
		for _, frame := range []string{"A (DECEMBER 4, 2009) (#) B", "A (DECEMBER 4, 2009) (POOL) (#) B"} {
			text := strings.Replace(frame, "#", inside, 1)
			var said []bool = make([]bool, len(text))
			for _, shot := range readShots(articlesOf(recordOf(story.Summary, text))) {
				for _, w := range slices.Concat(shot.Date.Words, shot.Source.Words, shot.Terms.Words) {
					for i := w.Start; i < w.End; i++ {
						said[i] = true
					}
				}
			}
			from := strings.Index(text, "("+inside) + 1
			for i := from; i < from+len(inside); i++ {
				named := strings.HasPrefix(inside, "Photo by") || strings.HasPrefix(inside, "PHOTO BY")
				if !said[i] && !strings.ContainsRune(separators+"/()", rune(text[i])) && !(named && i < from+len("Photo by")) {
					t.Errorf("%q: nobody reads %q", text, text[i:from+len(inside)])
					break
				}
			}
		}
	}
}

// Whose a shot is: the holder's with an unnamed photographer of its own, somebody else's with any other name.
func TestRelation(t *testing.T) {
	for source, want := range map[string]string{
		"AFP": "holder", "STR / AFP": "holder", "Jane Roe/AFP": "third_party", "Somali TV/AFP": "third_party", "Jane Roe/AFP via Getty Images": "third_party", "CCTV/AFP": "third_party",
		"Getty Images": "third_party", "Jane Roe": "third_party", "Reuters": "us", "Stringer/Reuters": "us", "Reuters/AFP": "third_party", "HANDOUT/AFP": "third_party",
		"AFP POOL": "third_party",
	} {
		c := Recall(Reading{Holder: Holder{Name: Fact{State: Stated, Value: "AFP"}}}, Question{}, House{We: We{Names: []string{"Reuters"}}})
		if got := c.relation(&Shot{Source: Fact{State: Stated, Value: source}}); got != want {
			t.Errorf("%s is of %s, want %s", source, got, want)
		}
	}
}
