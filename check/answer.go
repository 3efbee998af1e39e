package check

import (
	"strings"
	"time"

	"clearance/policy"
	"clearance/rights"
)

// answer puts a verdict into a sales desk's words. What a use leaves open is named as all of it. Where it is
// blocked, it says what is open after all.
func answer(v policy.Verdict, u rights.Use, open []Open) string {
	text := Answer(v, u)
	for _, o := range open {
		text += "; " + o.Answer
	}
	return text
}

// Answer is a verdict on a use in words, without what is open after all.
func Answer(v policy.Verdict, u rights.Use) string {
	var b strings.Builder
	b.WriteString(can(v) + " " + strings.ToUpper(u.Action) + " for " + ForPurpose(u.Purpose))
	b.WriteString(", " + or("in ", u.Territory, "worldwide"))
	b.WriteString(", " + or("media: ", u.Media, "all media"))
	if u.Party != "" {
		b.WriteString(", to " + u.Party)
	}
	if u.From != nil {
		b.WriteString(", from " + u.From.Format(time.RFC3339))
	}
	if u.Until != nil {
		b.WriteString(", until " + u.Until.Format(time.RFC3339))
	}
	return b.String()
}

// can is the verdict as one word. Whatever is not known to clear cannot.
func can(v policy.Verdict) string {
	switch v {
	case policy.Cleared:
		return "CAN"
	case policy.Referred:
		return "REFER"
	}
	return "CANNOT"
}

// ForPurpose is a purpose in words: what something is for.
func ForPurpose(purpose string) string {
	return map[string]string{
		"editorial": "editorial use", "news": "news", "commercial": "commercial use", "training": "AI training",
	}[purpose]
}

func or(before string, list []string, open string) string {
	if len(list) == 0 {
		return open
	}
	last := len(list) - 1
	if last == 0 {
		return before + list[0]
	}
	return before + strings.Join(list[:last], ", ") + " and " + list[last]
}
