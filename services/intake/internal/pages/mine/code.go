package mine

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is the white border around a code that cameras need, in squares.
const quiet = 4

// drawing is a QR code as one path of an SVG picture; a square of the code is one unit.
type drawing struct {
	Path string
	Side int // of the whole picture, its border included
}

func (d drawing) box() string { return fmt.Sprintf("0 0 %d %d", d.Side, d.Side) }

// code draws the QR code of an address. It stands up to folds and stains: a quarter of it may be lost.
func code(address string) (drawing, error) {
	made, err := qr.Encode(address, qr.Q, qr.Auto)
	if err != nil {
		return drawing{}, fmt.Errorf("draw the code of a link: %w", err)
	}
	return trace(made, made.Bounds().Dx()), nil
}

// trace draws the dark squares line by line, those beside each other at once.
func trace(squares image.Image, side int) drawing {
	var path strings.Builder
	for y := range side {
		for x := 0; x < side; x++ {
			run := 0
			for x+run < side && color.GrayModel.Convert(squares.At(x+run, y)) == (color.Gray{}) {
				run++
			}
			if run > 0 {
				_, _ = fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	return drawing{path.String(), side + 2*quiet}
}
