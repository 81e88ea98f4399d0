package renewals

import "strconv"

// chart is a row of columns, each of two parts: what is sure, and on top what may come.
type chart struct {
	Summary, Top, Sure, Pending string
	Axis                        []string
	Mirrored                    bool // time runs from right to left
	columns                     []column
}

type column struct{ without, with int64 }

// bar is a part of a column, as SVG takes it.
type bar struct{ Kind, X, Y, Width, Height string }

const (
	columnWidth = 20
	gap         = 4
	chartHeight = 200
	parts       = 4 // of the scale
)

func (c *chart) add(without, with int64) { c.columns = append(c.columns, column{without, with}) }

func (c chart) most() int64 {
	var most int64
	for _, x := range c.columns {
		most = max(most, x.with)
	}
	return most
}

func (c chart) width() string { return strconv.Itoa(columnWidth * max(1, len(c.columns))) }

func (c chart) box() string { return "0 0 " + c.width() + " " + strconv.Itoa(chartHeight) }

// lines are the heights of the scale.
func (c chart) lines() []string {
	var out []string
	for i := range parts + 1 {
		out = append(out, strconv.Itoa(chartHeight*i/parts))
	}
	return out
}

func (c chart) bars() []bar {
	scale := float64(chartHeight) / float64(max(1, c.most()))
	var out []bar
	part := func(kind string, at int, low, high int64) {
		if high <= low {
			return
		}
		if c.Mirrored {
			at = len(c.columns) - 1 - at
		}
		out = append(out, bar{
			Kind: kind, X: strconv.Itoa(at*columnWidth + gap/2), Width: strconv.Itoa(columnWidth - gap),
			Y: number(chartHeight - float64(high)*scale), Height: number(float64(high-low) * scale),
		})
	}
	for i, x := range c.columns {
		part("sure", i, 0, x.without)
		part("pending", i, x.without, x.with)
	}
	return out
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
