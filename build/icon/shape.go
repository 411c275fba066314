package main

import (
	"image/color"
	"math"
)

// A shape tells whether it covers a point.
type shape func(x, y float64) bool

// A layer is a shape in one colour.
type layer struct {
	color  color.NRGBA
	covers shape
}

func disc(cx, cy, radius float64) shape {
	return func(x, y float64) bool { return math.Hypot(x-cx, y-cy) <= radius }
}

// roundedSquare fills the picture but for a margin.
func roundedSquare(margin, radius float64) shape {
	edge := 0.5 - margin - radius // of the square that the round corners stand on
	return func(x, y float64) bool {
		dx := math.Max(math.Abs(x-0.5)-edge, 0)
		dy := math.Max(math.Abs(y-0.5)-edge, 0)
		return math.Hypot(dx, dy) <= radius
	}
}

// curve is a cord from one point to another that leaves the first downwards
// and arrives at the second from above: a cubic Bézier curve of some width.
func curve(x0, y0, x1, y1, halfWidth float64) shape {
	const steps = 200
	middle := (y0 + y1) / 2
	var dots []shape
	for i := range steps + 1 {
		t := float64(i) / steps
		u := 1 - t
		x := u*u*u*x0 + 3*u*u*t*x0 + 3*u*t*t*x1 + t*t*t*x1
		y := u*u*u*y0 + 3*u*u*t*(middle+0.25) + 3*u*t*t*(middle-0.25) + t*t*t*y1
		dots = append(dots, disc(x, y, halfWidth))
	}
	return func(x, y float64) bool {
		for _, dot := range dots {
			if dot(x, y) {
				return true
			}
		}
		return false
	}
}
