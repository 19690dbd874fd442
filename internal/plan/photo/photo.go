// Package photo makes an uploaded image safe to keep: it is decoded and encoded
// anew, so that nothing of the file but its picture survives (no place, no
// camera, no hidden payload), turned upright, and made small enough for a phone.
package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // screenshots and drawings

	"fugong/internal/fault"
)

const (
	longest = 1600 // pixels of the longer side
	pixels  = 50_000_000
	quality = 82
)

// Clean returns the picture as a JPEG. Errors: Invalid "plan.photo.unreadable"
// for what is no JPEG or PNG, "plan.photo.huge" for one of too many pixels.
func Clean(data []byte) (clean []byte, contentType string, err error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "plan.photo.unreadable").Because(err)
	}
	if config.Width*config.Height > pixels {
		return nil, "", fault.New(fault.Invalid, "plan.photo.huge", "Megapixels", pixels/1_000_000)
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "plan.photo.unreadable").Because(err)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(shrink(picture), orientation(data)), &jpeg.Options{Quality: quality}); err != nil {
		return nil, "", fault.New(fault.Internal, "plan.photo.unreadable").Because(err)
	}
	return out.Bytes(), "image/jpeg", nil
}

// shrink averages blocks of pixels until the longer side fits; what is small
// enough is only copied onto white.
func shrink(src image.Image) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > longest {
		w, h = max(1, w*longest/long), max(1, h*longest/long)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := b.Min.Y+y*b.Dy()/h, b.Min.Y+(y+1)*b.Dy()/h
		for x := range w {
			x0, x1 := b.Min.X+x*b.Dx()/w, b.Min.X+(x+1)*b.Dx()/w
			dst.SetRGBA(x, y, mean(src, image.Rect(x0, y0, max(x1, x0+1), max(y1, y0+1))))
		}
	}
	return dst
}

func mean(src image.Image, r image.Rectangle) color.RGBA {
	var red, green, blue, n uint32
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			cr, cg, cb, ca := src.At(x, y).RGBA()
			white := 0xffff - ca
			red, green, blue, n = red+(cr+white)>>8, green+(cg+white)>>8, blue+(cb+white)>>8, n+1
		}
	}
	return color.RGBA{uint8(red / n), uint8(green / n), uint8(blue / n), 255}
}

// upright turns a picture the way its camera was held; 1 is upright already.
// https://exiftool.org/TagNames/EXIF.html, tag 0x0112.
func upright(src *image.RGBA, orientation uint16) image.Image {
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	var from func(x, y int) (int, int)
	switch orientation {
	case 3:
		from = func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }
	case 6:
		w, h = h, w
		from = func(x, y int) (int, int) { return y, w - 1 - x }
	case 8:
		w, h = h, w
		from = func(x, y int) (int, int) { return h - 1 - y, x }
	default:
		return src
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dst.SetRGBA(x, y, src.RGBAAt(from(x, y)))
		}
	}
	return dst
}

// orientation reads how the camera was held out of a JPEG's EXIF segment; 1
// when it does not say.
func orientation(data []byte) uint16 {
	i := bytes.Index(data[:min(len(data), 64<<10)], []byte("Exif\x00\x00"))
	if i < 0 {
		return 1
	}
	tiff := data[i+6:]
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	n := int64(order.Uint16(tiff[at:]))
	for k := range n {
		entry := at + 2 + 12*k
		if entry+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			return order.Uint16(tiff[entry+8:])
		}
	}
	return 1
}
