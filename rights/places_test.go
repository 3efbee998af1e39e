package rights

import (
	"fmt"
	"strings"
	"testing"

	"clearance/story"
)

// saidIn gives what is found in a text: its terms, and the shots' sources and terms.
func saidIn(label story.Label, text string) (terms, shots string) {
	s := recordOf(label, text)
	all := readShots(articlesOf(s))
	var list []string
	for _, shot := range all {
		line := string(shot.Source.State)
		if shot.Source.State == Stated {
			line = shot.Source.Value
		}
		if shot.Terms.State != Absent {
			line += " [" + quoted(shot.Terms.Words) + "]"
		}
		list = append(list, line)
	}
	return quoted(readElsewhere(articlesOf(s), all)), strings.Join(list, ", ")
}

// What stands as terms among prose is found, from its first word to its last.
func TestTermsAmongProse(t *testing.T) {
	for text, want := range map[string]string{
		// Captions
		"No sales were made, he said.":                                                       "No sales were made, he said", // in doubt
		"Officials met. (Photo by STR / AFP) / China and Taiwan OUT":                         "China and Taiwan OUT",
		"Officials met. (Photo by STR / AFP) / China Out":                                    "China Out",
		"Officials met. (Photo by STR / AFP) / Freedonia OUT":                                "Freedonia OUT",
		"Officials met. (Photo by STR / AFP) Editorial use only. No archive.":                "Editorial use only. No archive",
		"AFP PHOTO  ANP Jane Roe  Netherlands OUT":                                           "Netherlands OUT",
		"NHK OUT - LIMITED TO EDITORIAL USE (Photo by -/NHK/AFP via Getty Images)":           "NHK OUT - LIMITED TO EDITORIAL USE",
		"RESTRICTED TO EDITORIAL USE - NO MARKETING NO ADVERTISING CAMPAIGNS (Photo by X/Y)": "RESTRICTED TO EDITORIAL USE - NO MARKETING NO ADVERTISING CAMPAIGNS",
		`He smiles. RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT "AFP PHOTO / CCTV"`:       `RESTRICTED TO EDITORIAL USE - MANDATORY CREDIT "AFP PHOTO / CCTV"`,
		"Jane Roe launches her new book NO ARCHIVING":                                        "NO ARCHIVING",
		"JANE ROE LAUNCHES HER NEW BOOK NO ARCHIVING":                                        "NO ARCHIVING",
		"He arrives. Editorial use only. NO USE IN CHINA":                                    "Editorial use only. NO USE IN CHINA",
		"FILE PHOTO. Use subject to restrictions. Editorial use only. No commercial use.":    "Use subject to restrictions. Editorial use only. No commercial use",
		"A boat in the harbour of Rotterdam. JAPAN OUT; CREDIT OBLIGATORY":                   "JAPAN OUT; CREDIT OBLIGATORY",
		"ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD PARTY. EDITORIAL USE ONLY.":  "ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD PARTY. EDITORIAL USE ONLY",
		"They met in Oslo. ATTENTION EDITORS - NO RESALES. NO ARCHIVES.":                     "ATTENTION EDITORS - NO RESALES. NO ARCHIVES",
		"Fans cheer. EXCLUSIVE TO EXAMPLE NEWS":                                              "EXCLUSIVE TO EXAMPLE NEWS",
		"Fans cheer. NO USE in Japan or Korea until Friday.":                                 "NO USE in Japan or Korea until Friday",
		"Fans cheer. NO ACCESS U.S. BROADCASTERS":                                            "NO ACCESS U.S. BROADCASTERS",
		"Fans cheer NOT FOR USE OUTSIDE ITALY":                                               "NOT FOR USE OUTSIDE ITALY",
		"Fans cheer in Rome. ITALY ONLY":                                                     "ITALY ONLY",
		"Fans cheer. AP CLIENTS ONLY":                                                        "AP CLIENTS ONLY",
		"Fans cheer. GERMANY OUT NO SALES":                                                   "GERMANY OUT NO SALES",
		"Fans cheer. NO ARCHIVE (UK AND IRELAND)":                                            "NO ARCHIVE (UK AND IRELAND)",
		"Fans cheer. MUST NOT BE EDITED":                                                     "MUST NOT BE EDITED",
		"Fans cheer. FACES MUST BE BLURRED":                                                  "FACES MUST BE BLURRED",
		"Fans cheer. DO NOT OBSCURE LOGO":                                                    "DO NOT OBSCURE LOGO",
		"Fans cheer, NO AI TRAINING":                                                         "NO AI TRAINING",
		"The minister. (No AI training.)":                                                    "No AI training.",
		"A caption. noai":                                                                    "noai",
		"A caption. Mandatory credit Jane Roe":                                               "Mandatory credit Jane Roe",
		"A caption. Not for sale in Brazil":                                                  "Not for sale in Brazil",
		"A caption. SEE SCRIPT":                                                              "SEE SCRIPT",
		"A caption. CONTAINS MUSIC, CLEAR RIGHTS BEFORE USE":                                 "CONTAINS MUSIC, CLEAR RIGHTS BEFORE USE",
		"A caption. ALL RIGHTS RESERVED":                                                     "ALL RIGHTS RESERVED",
		"A caption. NUR ZUR REDAKTIONELLEN VERWENDUNG":                                       "NUR ZUR REDAKTIONELLEN VERWENDUNG",
		"A caption. SUISSE ET BELGIQUE EXCLUES":                                              "SUISSE ET BELGIQUE EXCLUES",
		"A caption. NOBODY CAN READ THIS NO USE RURITANIA":                                   "NO USE RURITANIA",
		"A caption. FOR USE OUTSIDE NORWAY ONLY":                                             "FOR USE OUTSIDE NORWAY ONLY",
		"A caption. SPERRFRIST BIS AUF WEITERES":                                             "SPERRFRIST BIS AUF WEITERES",
		"A caption. N\u041e USE JAPAN":                                                       "N\u041e USE JAPAN",
		"A caption. NOACCESS JAPAN":                                                          "NOACCESS JAPAN",
		"A caption. NOTE: Norway out":                                                        "NOTE: Norway out",
		"A caption. Japan and its waters OUT":                                                "Japan and its waters OUT",
		"NOTE: The ministers arrived in Oslo.":                                               "",
		// Behind a credit
		"They met. REUTERS/Jane Roe Belgium Out":                                 "Belgium Out",
		"They met. REUTERS/Jane Roe. News use only within 24 hours":              "News use only within 24 hours",
		"They met. REUTERS/Jane Roe. Hall and press room. No editing online":     "No editing online",
		"They met. REUTERS/Jane Roe Yeniden sat\u0131lamaz zzz":                  "Jane Roe Yeniden sat\u0131lamaz zzz",
		"They met. picture alliance/dpa | Jane Roe Norway out":                   "Norway out",
		"They met. JANE ROE/EPA No resale":                                       "No resale",
		"They met. (AFP) Norway out":                                             "Norway out",
		"They met. photo by Jane Roe/NTB No resale":                              "No resale",
		"They met. (Credit Image: \u00a9 Jane Roe/ZUMA Press) No sale in Norway": "No sale in Norway",
		"They met. (Photo by STR / AFP) Not before Zembla wakes":                 "Not before Zembla wakes",
		"They met. (Photo by STR / AFP)\nThey left. A man has no access.":        "",
		"A Reuters/Ipsos poll out on Monday shows no change.":                    "",
		"PARIS (AFP) - No deal was reached in Paris.":                            "",
		// Lines of a shotlist and of the text
		"They met.\nRESTRICIONS: Marek knows more.\nThey spoke.":                              "RESTRICIONS: Marek knows more",
		"They met.\nRETRICTONS: Marek knows more.\nThey spoke.":                               "RETRICTONS: Marek knows more",
		"They met.\nRESTRICTIONS: the script says \"no resale\"\nThey left.":                  "RESTRICTIONS: the script says \"no resale\"",
		"They met.\n(NRK) No access Norway\nThey left.":                                       "No access Norway",
		"They met.\nAP clients and EBU members only\nThey left.":                              "AP clients and EBU members only",
		"A (DECEMBER 4, 2009) (POOL) MEN WALKING (No access Norway)":                          "No access Norway",
		"They met.\nRESTRICTIONS: Broadcast: NO USE JAPAN Digital: NO USE JAPAN\nThey spoke.": "RESTRICTIONS: Broadcast: NO USE JAPAN Digital: NO USE JAPAN",
		"They met.\nRestrictions: No access UK\nThey spoke.":                                  "Restrictions: No access UK",
		"They met.\nRetrictions: none known":                                                  "Retrictions: none known",
		"They met.\n** RESTRICTION SUMMARY: PART MUST CREDIT ESA; PART MUST CREDIT CERN\nSo.": "RESTRICTION SUMMARY: PART MUST CREDIT ESA; PART MUST CREDIT CERN",
		"They met.\nUsage terms: Broadcast: None. Digital: None. For ANSA customers only.":    "Usage terms: Broadcast: None. Digital: None. For ANSA customers only",
		"They met.\nNB RESTRICTION ON SCREEN TIME":                                            "NB RESTRICTION ON SCREEN TIME",
		"They met.\nEDITORS' NOTE - no resale":                                                "EDITORS' NOTE - no resale",
		"They met.\nEditor's note: see the script before use":                                 "Editor's note: see the script before use",
		"They met.\nEmbargo: 20 December 2099\nThey spoke.":                                   "Embargo: 20 December 2099",
		"They met.\n- Embargo 20 December 2099\nThey spoke.":                                  "Embargo 20 December 2099",
		"They met.\nEMBARGOED UNTIL 20 December 2099":                                         "EMBARGOED UNTIL 20 December 2099",
		"They met.\nHOLD FOR RELEASE":                                                         "HOLD FOR RELEASE",
		"They met.\n- Sale Flag CANNOT SELL\nThey spoke.":                                     "Sale Flag CANNOT SELL",
		"They met.\n- Sale flag can't sell":                                                   "Sale flag can't sell",
		"They met. POOL CANNOT SELL":                                                          "CANNOT SELL",
		"They met.\nMANDATORY KILL\nThey spoke.":                                              "MANDATORY KILL",
		"They met.\nNo access UK\nThey spoke.":                                                "No access UK",
		"They met.\nNo access Ruritania, Freedonia or their colonies\nThey spoke.":            "",
		"They met.\nNo access Ruritania and Freedonia\nThey spoke.":                           "No access Ruritania and Freedonia",
		"They met.\nPart must credit Jane Roe\nThey spoke.":                                   "Part must credit Jane Roe",
		"They met.\nUse within 14 days\nThey spoke.":                                          "Use within 14 days",
		"They met.\nOne use only\nThey spoke.":                                                "One use only",
		"They met.\nNO USE JAPAN,\nTAIWAN OR KOREA\nThey spoke.":                              "NO USE JAPAN,\nTAIWAN OR KOREA",
		"They met.\nNO USE JAPAN\nTAIWAN OR KOREA\nMEN WALKING":                               "NO USE JAPAN\nTAIWAN OR KOREA",
		"They met.\r\nRESTRICTIONS: No access UK,\r\nIreland and Malta\r\nThey spoke.":        "RESTRICTIONS: No access UK,\r\nIreland and Malta",
		"They met.\nRESTRICTIONS:\nNO ACCESS UK\nThey spoke.":                                 "RESTRICTIONS:\nNO ACCESS UK",
		"They met.\nRESTRICTIONS: No access UK\n- MEN WALKING\n- MEN RUNNING":                 "RESTRICTIONS: No access UK",
		"They met.\nRESTRICTIONS: No access UK\nMEN WALKING":                                  "RESTRICTIONS: No access UK",
		"AP provides access to this handout photo to be used solely to illustrate news reporting or commentary on the facts or events depicted in this image. No Archiving; No Licensing.": "AP provides access to this handout photo to be used solely to illustrate news reporting or commentary on the facts or events depicted in this image. No Archiving; No Licensing",
		// Fences
		"++NO USE JAPAN++ They spoke.":                         "NO USE JAPAN",
		"They met. ++MUTE - TV4 bug in corner of picture++":    "MUTE - TV4 bug in corner of picture",
		"They met. ++ Part no access Spain ++ MEN WALKING":     "Part no access Spain",
		"They met. ++NO ACCESS\nSPAIN++ MEN WALKING":           "NO ACCESS\nSPAIN",
		"They met. ++NO ACCESS SPAIN\nMen walking":             "NO ACCESS SPAIN",
		"They met. +++NO RESALE+++ ++NIGHT SHOTS++ ++NO WEB++": "NO RESALE|NO WEB",
		// Among shots
		"RESTRICTIONS: No access UK. PARIS, FRANCE (DECEMBER 4, 2009) (POOL) MEN WALKING": "RESTRICTIONS: No access UK",
		"A (DECEMBER 4, 2009) (POOL) MEN WALKING. NO ACCESS UK (MUTE) MEN RUNNING":        "NO ACCESS UK",
		"A (DECEMBER 4, 2009) (POOL) MEN WALKING\nNO RESALE\nMEN RUNNING":                 "NO RESALE",
	} {
		if got, _ := saidIn(story.Text, text); got != want {
			t.Errorf("%q\n has the terms %q,\n         want %q", text, got, want)
		}
	}
}

func TestSummaryOfTerms(t *testing.T) {
	for text, want := range map[string]string{
		"Online":                                   "Online",
		"EVN MEMBERS: FULL ACCESS":                 "EVN MEMBERS: FULL ACCESS",
		"Reprint rights excluded.":                 "Reprint rights excluded",
		"International: See Notes | US: See Notes": "International: See Notes | US: See Notes",
		"None": "", "Ministers met in Paris": "",
	} {
		if got, _ := saidIn(story.Summary, text); strings.TrimRight(got, ".") != want {
			t.Errorf("%q has the terms %q, want %q", text, got, want)
		}
	}
}

// Prose is not terms, whatever it speaks of.
func TestProse(t *testing.T) {
	for _, text := range []string{
		"The arms embargo holds; reporters had no access, and troops left.",
		"The trade embargo was lifted after talks in Geneva.",
		"The oil embargo, imposed in 1973, is remembered to this day.",
		"Two people were killed and several wounded.",
		"Restrictions on trade were lifted.",
		"Restrictions on movement remain in force, the ministry said.",
		"Troops were withdrawn from the border area.",
		"Reporters had no access to the site.",
		"Villagers have no access to clean water.",
		"No access to the site was given.",
		"No use of force was reported, the police said.",
		"Nadal Out of Wimbledon",
		"Nadal out of Wimbledon after defeat",
		"CCTV footage shows the man leaving the building.",
		"The police released CCTV footage of the suspect.",
		"Lise Roe waits, out of breath, behind the finish",
		"Jonas Lie works out a way past Tor Moen. (Photo by Lise Roe/Getty Images for Fjord Cup)",
		"He said the material must not fall into the wrong hands.",
		"They must be blurred in her memory, she said.",
		"Exclusive: minister to resign",
		"The exclusive club opened its doors to women.",
		"He is the only minister who has not resigned.",
		"The company has a licence to sell weapons abroad.",
		"Sales rose by 4 percent in the third quarter.",
		"The archive of the library was destroyed by fire.",
		"The ban on using mobile phones at school is not popular.",
		"Journalists were barred from the hearing.",
		"The treaty expires in December.",
		"They hold until help arrives.",
		"\"We will not stop,\" she said.",
		"\"Nobody has the right to stay silent,\" said Lavrov.",
		"The two sides met - for the first time since the war - in Oslo.",
		"A photo by Reuters showed the two men.",
		"Sources close to the talks said progress was made.",
		"The source of the leak is unknown.",
		"Credit Suisse shares fell.",
		"UEFA and FIFA agreed on the dates of the finals.",
		"C++ is a language.",
		"They were given until Friday (December 4) to leave.",
		"Use of the airspace remains a matter of debate between Poland and Russia.",
		"Music was played and rights groups protested outside parliament.",
		"The EU agreed on restrictions for imports of steel.",
		"He has the right to vote.",
		"The school is open to members of the public.",
		"The ruling bars women from public office.",
		"The court reserved judgment.",
		"The bank was sold to a third party last year.",
		"Police said the area was out of bounds.",
		"Training of soldiers began on Monday.",
		"MEN WALKING OUT OF CAR, NO SMOKING SIGN, VARIOUS OF LEADERS",
		"PEOPLE WITH NO ACCESS TO WATER",
		"SOLDIERS WALKING OUT OF BUILDING",
		"PLAYERS COMING OUT",
		"RUSSIA OUT OF THE CUP",
		"SIGN READING: NO ENTRY",
		"MAN USING MOBILE PHONE",
		"WOMAN READING NEWSPAPER ONLINE",
		"CREDIT SUISSE LOGO ON BUILDING",
		"(SOUNDBITE) (Russian) RUSSIAN FOREIGN MINISTER SERGEI LAVROV, SAYING: \"We have not agreed.\"",
		"(SOUNDBITE) (English) JOURNALIST ASKING: \"Who can use the archive?\"",
		"VARIOUS OF POLICE OUTSIDE COURT",
		"ENGLAND SCORES 3 RUNS",
		"LIBRARY OF CONGRESS",
		"SALE SIGN IN SHOP WINDOW",
		"EXTERIOR OF FIFA HEADQUARTERS",
		"ARMS EMBARGO PROTESTERS MARCHING",
		"PROTESTERS HOLDING SIGNS AGAINST COVID RESTRICTIONS",
		"WITNESSES LEAVING COURT / CARS / POLICE",
		"They met. ++NIGHT SHOTS++ They spoke.",
		"OSLO (Reuters) - Norway Out of Euro Talks",
		"FIRST CIVIL RIGHTS MARCH",
		"EXPIRED MILK ON SHELF",
		`1. SIGN READING (English): "NO ACCESS"`,
		`BANNER READING: "NO SALE OF OUR FOREST"`,
		`"Not for sale," read one banner.`,
	} {
		for _, label := range []story.Label{story.Text, story.Summary} {
			if terms, _ := saidIn(label, text); terms != "" {
				t.Errorf("%s %q has the terms %q", label, text, terms)
			}
		}
	}
}

// However long the text around it, terms in it are found, and nothing beside them.
func TestTermsInLongText(t *testing.T) {
	prose := strings.Repeat("The ministers met in Paris and agreed, after long talks, on what they had not been able to settle before. ", 150)
	if terms, _ := saidIn(story.Text, prose+"\nNO ACCESS UK\n"+prose); terms != "NO ACCESS UK" {
		t.Errorf("found %q", terms)
	}
}

// Whatever a text holds, its terms are quoted as they stand in it, and none are lost behind it.
func FuzzElsewhere(f *testing.F) {
	for _, seed := range []string{
		"RESTRICTIONS: No access UK,", "++NO USE", "(Photo by STR / AFP) / China OUT", "A (DECEMBER 4, 2009) (TVP - NO ACCESS POLAND) B",
		"NASA - MUST CREDIT NASA", "Mandatory Credit: Photo by A/B", "Source: X", "NO USE JAPAN\nOR UK", "C++", "(((", "++++", "MUST CREDIT",
		"\u202eNO USE", "KE\u0130NE", "caf\u00e9 NO USE",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.TrimSpace(strings.ToValidUTF8(text, "\ufffd")) + "\nNO RESALE"
		for _, label := range []story.Label{story.Summary, story.Text} {
			s := recordOf(label, text)
			shots := readShots(articlesOf(s))
			found := readElsewhere(articlesOf(s), shots)
			for _, shot := range shots {
				found = append(append(found, shot.Source.Words...), shot.Terms.Words...)
			}
			kept := false
			for _, w := range found {
				if w.Start > w.End || text[w.Start:w.End] != w.Text {
					t.Fatalf("%q has %q at %d to %d", text, w.Text, w.Start, w.End)
				}
				kept = kept || w.End == len(text) && strings.HasSuffix(w.Text, "RESALE")
			}
			if !kept {
				t.Errorf("%q lost its last line: %q", text, quoted(found))
			}
		}
	})
}

func BenchmarkElsewhere(b *testing.B) {
	var text strings.Builder
	for i := 0; text.Len() < 5000; i++ {
		fmt.Fprintf(&text, "The %dth meeting of the ministers, who had no access to the site, was not open to all. \"We will not use force,\" said one of them on Friday (December 4). They must find a way out of the crisis.\n", i)
	}
	s := recordOf(story.Text, text.String())
	shots := readShots(articlesOf(s))
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		readElsewhere(articlesOf(s), shots)
	}
}
