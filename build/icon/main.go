// Command icon draws the application's mark into a PNG file: two rows of jacks,
// and one cord that carries a signal.
//
//	go run ./build/icon build/appicon.png
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
)

// size is the picture's edge in pixels; Windows, macOS and Linux scale it down.
const size = 512

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: icon FILE.png")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "icon:", err)
		os.Exit(1)
	}
}

func write(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := png.Encode(file, draw(mark())); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return file.Close()
}

// mark is the picture from back to front, in units of its edge.
func mark() []layer {
	var (
		panel = color.NRGBA{0x2f, 0x5b, 0xd3, 0xff} // as in frontend/public/icon.svg
		ring  = color.NRGBA{0x7f, 0x9b, 0xe6, 0xff}
		hole  = color.NRGBA{0x1c, 0x3a, 0x8f, 0xff}
		cord  = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	)
	const top, bottom = 0.33, 0.67
	columns := []float64{0.25, 0.50, 0.75}
	layers := []layer{{panel, roundedSquare(0.06, 0.18)}}
	for _, y := range []float64{top, bottom} {
		for _, x := range columns {
			layers = append(layers, layer{ring, disc(x, y, 0.085)}, layer{hole, disc(x, y, 0.055)})
		}
	}
	return append(layers,
		layer{cord, curve(columns[0], top, columns[2], bottom, 0.032)},
		layer{cord, disc(columns[0], top, 0.06)},
		layer{cord, disc(columns[2], bottom, 0.06)},
	)
}

// draw paints layers over one another, smoothing edges with 4×4 samples.
func draw(layers []layer) image.Image {
	const samples = 4
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	for py := range size {
		for px := range size {
			var sum blend
			for s := range samples * samples {
				x := (float64(px) + (float64(s%samples)+0.5)/samples) / size
				y := (float64(py) + (float64(s/samples)+0.5)/samples) / size
				sum.add(at(layers, x, y))
			}
			picture.SetNRGBA(px, py, sum.color())
		}
	}
	return picture
}

// at returns the colour of the front layer at a point.
func at(layers []layer, x, y float64) color.NRGBA {
	for i := len(layers) - 1; i >= 0; i-- {
		if layers[i].covers(x, y) {
			return layers[i].color
		}
	}
	return color.NRGBA{}
}

// A blend averages colours, each weighed by how opaque it is.
type blend struct{ r, g, b, a, n int }

func (s *blend) add(c color.NRGBA) {
	a := int(c.A)
	s.r, s.g, s.b = s.r+int(c.R)*a, s.g+int(c.G)*a, s.b+int(c.B)*a
	s.a, s.n = s.a+a, s.n+1
}

func (s *blend) color() color.NRGBA {
	if s.a == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(s.r / s.a), uint8(s.g / s.a), uint8(s.b / s.a), uint8(s.a / s.n)}
}
