package archive

import (
	"strconv"
	"time"
)

const dayLong = 24 * 60 // minutes

// at is a number of minutes since 1970 as a date, in no zone.
func at(minutes int64) time.Time { return time.Unix(minutes*60, 0).UTC() }

// appendOrdinal writes 5th December 2009.
func appendOrdinal(to []byte, minutes int64) []byte {
	year, month, day := at(minutes).Date()
	to = strconv.AppendInt(to, int64(day), 10)
	ending := "th"
	if tens := day / 10; tens != 1 {
		switch day % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	to = append(append(to, ending...), ' ')
	to = append(append(to, month.String()...), ' ')
	return strconv.AppendInt(to, int64(year), 10)
}

// appendAmerican writes December 5, 2009.
func appendAmerican(to []byte, minutes int64, name func(time.Month) string) []byte {
	year, month, day := at(minutes).Date()
	to = append(append(to, name(month)...), ' ')
	to = strconv.AppendInt(to, int64(day), 10)
	return strconv.AppendInt(append(to, ", "...), int64(year), 10)
}

// appendNumbers writes 05/12/2009 with a slash, 2009-12-05 with a dash.
func appendNumbers(to []byte, minutes int64, sign byte) []byte {
	year, month, day := at(minutes).Date()
	if sign == '/' {
		to = append(appendTwo(to, day), '/')
		to = append(appendTwo(to, int(month)), '/')
		return strconv.AppendInt(to, int64(year), 10)
	}
	to = append(strconv.AppendInt(to, int64(year), 10), '-')
	return appendTwo(append(appendTwo(to, int(month)), '-'), day)
}

// appendClock writes 12:00 with a colon, 1200 without a sign.
func appendClock(to []byte, minutes int64, sign string) []byte {
	t := at(minutes)
	return appendTwo(append(appendTwo(to, t.Hour()), sign...), t.Minute())
}

func appendTwo(to []byte, n int) []byte { return append(to, byte('0'+n/10), byte('0'+n%10)) }

var capitalMonths = [...]string{
	"JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
}

func inCapitals(m time.Month) string { return capitalMonths[m-1] }

func inTitleCase(m time.Month) string { return m.String() }

func appendDay(to []byte, minutes int64) []byte {
	return strconv.AppendInt(to, int64(at(minutes).Day()), 10)
}
