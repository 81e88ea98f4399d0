package ui

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// numberTag chooses the number rules: Arabic is read here by people from the Maghreb, who write 1, 2, 3.
func numberTag(lang string) language.Tag {
	if lang == "ar" {
		return language.Make("ar-MA-u-nu-latn")
	}
	return language.Make(lang)
}

// Number writes a whole number with the language's separators.
func Number(ctx context.Context, n int) string {
	return message.NewPrinter(numberTag(Lang(ctx))).Sprint(number.Decimal(n))
}

// Decimal writes a number with at most the given digits after the comma.
func Decimal(ctx context.Context, x float64, digits int) string {
	return message.NewPrinter(numberTag(Lang(ctx))).Sprint(number.Decimal(x, number.MaxFractionDigits(digits)))
}

// Percent writes a share between 0 and 1 in whole percents.
func Percent(ctx context.Context, share float64) string {
	return message.NewPrinter(numberTag(Lang(ctx))).Sprint(number.Percent(share, number.MaxFractionDigits(0)))
}

// Euro writes an amount of cents.
func Euro(ctx context.Context, cents int64) string {
	p := message.NewPrinter(numberTag(Lang(ctx)))
	return p.Sprint(number.Decimal(float64(cents)/100, number.MinFractionDigits(2), number.MaxFractionDigits(2))) + "\u00a0€" // never apart
}

// Date writes a date in words: "3 marzo 2026". Its blanks do not break, so that a day stands on one line however narrow
// the column. The zero date is written as a dash.
func Date(ctx context.Context, d civil.Date) string {
	if !d.IsValid() {
		return "–"
	}
	day := fmt.Sprint(d.Day)
	if d.Day == 1 && Lang(ctx) == "fr" {
		day = "1er"
	}
	return T(ctx, "ui.date", "Day", day, "Month", T(ctx, fmt.Sprintf("ui.month.%d", int(d.Month))), "Year", fmt.Sprint(d.Year))
}

// DateShort writes a date in figures: "03/03/2026", the same in the four languages.
func DateShort(d civil.Date) string {
	if !d.IsValid() {
		return "–"
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year)
}

// Instant writes date and time of day in Milan: "3 marzo 2026, 14:05".
func Instant(ctx context.Context, at time.Time) string {
	if c := from(ctx).catalog; c != nil {
		at = at.In(c.rome)
	}
	return T(ctx, "ui.instant", "Date", Date(ctx, civil.DateOf(at)), "Time", at.Format("15:04"))
}

// Weekday writes a day of the week, 1 = Monday … 7 = Sunday.
func Weekday(ctx context.Context, day int) string { return T(ctx, fmt.Sprintf("ui.weekday.%d", day)) }

// Colon is what stands between a word and what it says: in French a blank that never breaks comes before it.
func Colon(ctx context.Context) string {
	if Lang(ctx) == "fr" {
		return "\u00a0: "
	}
	return ": "
}

// Comma is what stands between two things that are listed.
func Comma(ctx context.Context) string {
	if Lang(ctx) == "ar" {
		return "، "
	}
	return ", "
}

// Semicolon is what stands between things listed that hold commas themselves.
func Semicolon(ctx context.Context) string {
	switch Lang(ctx) {
	case "ar":
		return "؛ "
	case "fr":
		return "\u00a0; "
	default:
		return "; "
	}
}
