package photo

import (
	"bytes"
	"encoding/binary"
	"image/color"
)

// allowed is how many pixels a picture may have that takes so many sixteenths
// of a byte for each.
func allowed(perPixel int64) int64 { return min(pixels, working*16/perPixel) }

// decodingCost is what Go's decoders take for a pixel, in sixteenths of a byte. A PNG
// whose rows come interlaced is held twice while it is put together; a JPEG that
// comes in scans (progressive) also keeps its coefficients, four bytes each.
func decodingCost(data []byte, kind string, model color.Model) int64 {
	if kind == "jpeg" {
		return jpegCost(data)
	}
	each := int64(8)
	switch model {
	case color.GrayModel, color.RGBAModel, color.NRGBAModel: // grey with a transparent shade is kept as NRGBA
		each = 4
	default:
		if _, paletted := model.(color.Palette); paletted {
			each = 1
		}
	}
	const interlaced = 28 // of IHDR, https://www.w3.org/TR/png-3/#11IHDR
	if len(data) > interlaced && data[interlaced] != 0 {
		each *= 2
	}
	return each * 16
}

// dearest is a JPEG of four components in scans.
const dearest = (4*5 + 4) * 16

// jpegCost reads how finely the colours are kept, and whether in scans, out of
// the frame header (ITU-T T.81, B.2.2). What it cannot read is taken for the
// dearest kind.
func jpegCost(data []byte) int64 {
	plain := false // colours kept as red, green, blue, which Go turns into a second picture
	for at := 2; at+10 < len(data) && data[at] == 0xff; {
		segment := data[at+4:]
		switch marker := data[at+1]; {
		case marker == 0xff: // fill
			at++
			continue
		case marker >= 0xc0 && marker <= 0xc2:
			return frameCost(segment, marker == 0xc2, plain)
		case marker == 0xee && bytes.HasPrefix(segment, []byte("Adobe")):
			plain = len(segment) > 11 && segment[11] == 0
		}
		at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
	}
	return dearest
}

// frameCost adds up the components of a frame header: each is kept at h/hmax by
// v/vmax of the picture.
func frameCost(frame []byte, scans, plain bool) (sixteenths int64) {
	n := int(frame[5])
	if n == 0 || len(frame) < 6+3*n {
		return dearest
	}
	part := func(i int) (id byte, h, v int) {
		c := frame[6+3*i:]
		return c[0], max(1, int(c[1]>>4)), max(1, int(c[1]&15))
	}
	wide, high := 1, 1
	for i := range n {
		_, h, v := part(i)
		wide, high = max(wide, h), max(high, v)
	}
	var ids []byte
	for i := range n {
		id, h, v := part(i)
		ids = append(ids, id)
		sixteenths += int64((16*h*v + wide*high - 1) / (wide * high))
	}
	if scans {
		sixteenths *= 5
	}
	if n == 4 || n == 3 && (plain || string(ids) == "RGB") {
		sixteenths += 4 * 16
	}
	return sixteenths
}
