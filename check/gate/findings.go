package gate

import (
	"fmt"
	"strings"

	"clearance/check"
	"clearance/policy"
)

// Codes of what the gate itself finds. Beside these an answer has the codes of the policy.
const (
	NoStory      = "gate.no_story"
	Undeclared   = "gate.undeclared"
	Unreadable   = "gate.unreadable"
	StoryUnknown = "gate.story_unknown"
	ShotsUnknown = "gate.shots_unknown"
	Unsearched   = "gate.unsearched"
	NotJudged    = "gate.not_judged"
	NotInTime    = "gate.not_in_time"
	OtherRecord  = "gate.other_record"
)

// catalogue says what the gate finds, in the words for whoever reads it.
var catalogue = map[string]check.Finding{
	NoStory: {Effect: policy.Ground, Title: "No story",
		Remedy: "Nothing to do."},
	OtherRecord: {Effect: policy.Note, Title: "Judged by another record",
		Remedy: "Compare the two: what was let pass is what the earlier one says."},
	Undeclared: {Effect: policy.Block, Title: "It does not say which stories it uses",
		Remedy: "Name them under stories, or write that there are none: stories: [], in HTML data-stories=\"none\"."},
	Unreadable: {Effect: policy.Block, Title: "It cannot be read",
		Remedy: "Mend it, and ask again."},
	StoryUnknown: {Effect: policy.Block, Title: "The story cannot be found",
		Remedy: "Correct its identifier, or name the folder with its record by --stories."},
	ShotsUnknown: {Effect: policy.Block, Title: "The story has no such shot",
		Remedy: "Correct the numbers: shots are counted from 1, in the order of the record's shotlist."},
	Unsearched: {Effect: policy.Block, Title: "A part of the archive cannot be read",
		Remedy: "Mend these files, or name by --stories only folders that hold nothing but records: another version of the story may stand there."},
	NotJudged: {Effect: policy.Block, Title: "It could not be judged",
		Remedy: "Mend what is named, and ask again."},
	NotInTime: {Effect: policy.Block, Title: "Not judged in time",
		Remedy: "Ask again, give it more time with --timeout, or name a smaller folder by --stories."},
}

// Codes are the codes of all that the gate itself can find against a piece.
func Codes() []string {
	var codes []string
	for code, f := range catalogue {
		if f.Effect == policy.Block || f.Effect == policy.Refer {
			codes = append(codes, code)
		}
	}
	return codes
}

// finding is one of the gate's own, with what it is about.
func finding(code, format string, args ...any) check.Finding {
	f := catalogue[code]
	f.Code, f.Detail, f.Words = code, fmt.Sprintf(format, args...), []check.Words{}
	return f
}

// failed are the findings that say that something could not be judged, rather than that it may not be published.
var failed = map[string]bool{Unreadable: true, NotJudged: true, NotInTime: true}

// Stopped is what is said of files about which nothing could be asked, by code and in words. Nothing of it is recorded.
func Stopped(files []string, code, why string) (all []Answer) {
	for _, from := range files {
		all = append(all, Answer{
			Verdict: policy.Blocked, Answer: "blocked: " + strings.ToLower(catalogue[code].Title), Piece: Piece{From: from}, Stories: []Story{},
			Findings: []check.Finding{finding(code, "%s", why)},
		})
	}
	return all
}
