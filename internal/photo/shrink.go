package photo

import (
	"image"
	"image/color"
	"image/draw"
)

// shrinkPicture averages blocks of pixels until the longer side fits; what is small
// enough is only copied onto white. The picture passes in strips of one row of
// blocks, which image/draw turns into RGBA: asking for single pixels costs an
// allocation each.
func shrinkPicture(src image.Image) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > longest {
		w, h = max(1, w*longest/long), max(1, h*longest/long)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), (b.Dy()+h-1)/h))
	for y := range h {
		y0, y1 := y*b.Dy()/h, max((y+1)*b.Dy()/h, y*b.Dy()/h+1)
		lines := image.Rect(0, 0, b.Dx(), y1-y0)
		draw.Draw(strip, lines, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, lines, src, image.Pt(b.Min.X, b.Min.Y+y0), draw.Over)
		for x := range w {
			x0, x1 := x*b.Dx()/w, (x+1)*b.Dx()/w
			dst.SetRGBA(x, y, meanColour(strip, image.Rect(x0, 0, max(x1, x0+1), y1-y0)))
		}
	}
	return dst
}

// meanColour is the average of an opaque block.
func meanColour(src *image.RGBA, r image.Rectangle) color.RGBA {
	var red, green, blue, n uint64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := src.Pix[src.PixOffset(r.Min.X, y):src.PixOffset(r.Max.X, y)]
		for ; len(row) >= 4; row = row[4:] {
			red, green, blue, n = red+uint64(row[0]), green+uint64(row[1]), blue+uint64(row[2]), n+1
		}
	}
	return color.RGBA{uint8(red / n), uint8(green / n), uint8(blue / n), 255}
}
