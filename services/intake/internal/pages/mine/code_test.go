package mine

import (
	"fmt"
	"image"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"
)

// What is drawn is the code, square by square, inside a white border.
func TestTheDrawingIsTheCode(t *testing.T) {
	address := "https://celav.example.org/intake/link/" + strings.Repeat("A-z_9", 9)
	got, err := code(address)
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode(address, qr.Q, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	dark := map[image.Point]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(got.Path, -1) {
		n := make([]int, 4)
		for i := range n {
			if n[i], err = strconv.Atoi(m[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		for i := range n[2] {
			dark[image.Pt(n[0]+i, n[1])] = true
		}
	}
	side := want.Bounds().Dx()
	if got.Side != side+2*quiet || got.box() != fmt.Sprintf("0 0 %d %d", got.Side, got.Side) {
		t.Errorf("it is %d wide, the code %d", got.Side, side)
	}
	for y := range got.Side {
		for x := range got.Side {
			in := image.Pt(x-quiet, y-quiet)
			is := in.In(want.Bounds()) && color.GrayModel.Convert(want.At(in.X, in.Y)) == (color.Gray{})
			if dark[image.Pt(x, y)] != is {
				t.Fatalf("the square %d, %d is drawn dark: %v", x, y, !is)
			}
		}
	}
}

// What is too long for any code is a fault, not a picture.
func TestWhatIsTooLongHasNoCode(t *testing.T) {
	if _, err := code(strings.Repeat("a", 4000)); err == nil {
		t.Error("four thousand letters have a code")
	}
}
