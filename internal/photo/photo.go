// Package photo makes an uploaded image safe to keep: it is decoded and encoded
// anew, so that nothing of the file but its picture survives (no place, no
// camera, no hidden payload), turned upright, and made small enough for a phone.
package photo

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/jpeg"
	_ "image/png" // screenshots and drawings

	"fugong/internal/fault"
)

const (
	longest = 1600 // pixels of the longer side
	pixels  = 50_000_000
	quality = 82
	working = 100 << 20 // bytes that decoding may take: 50 megapixels of a phone, 25 of a drawing in PNG
)

// seat lets one picture be decoded at a time, so that a dozen reports of eight
// photos take no more memory than one.
var seat = make(chan struct{}, 1)

// Clean returns the picture as a JPEG. The header is read before the picture: it
// says what decoding takes, which is bounded. Errors: Invalid
// "plan.photo.unreadable" for what is no JPEG or PNG, "plan.photo.huge" (args
// Megapixels) for one of more pixels than its kind may have; the cause of ctx when
// it ends before the picture had its turn.
func Clean(ctx context.Context, data []byte) (clean []byte, contentType string, err error) {
	config, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "plan.photo.unreadable").Because(err)
	}
	if limit := allowed(decodingCost(data, kind, config.ColorModel)); int64(config.Width)*int64(config.Height) > limit {
		return nil, "", fault.New(fault.Invalid, "plan.photo.huge", "Megapixels", limit/1_000_000)
	}
	select {
	case seat <- struct{}{}:
		defer func() { <-seat }()
	case <-ctx.Done():
		return nil, "", context.Cause(ctx)
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "plan.photo.unreadable").Because(err)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, turnUpright(shrinkPicture(picture), readOrientation(data)), &jpeg.Options{Quality: quality}); err != nil {
		return nil, "", fault.New(fault.Internal, "plan.photo.unreadable").Because(err)
	}
	return out.Bytes(), "image/jpeg", nil
}

// turnUpright turns a picture the way its camera was held; 1 is upright already.
// https://exiftool.org/TagNames/EXIF.html, tag 0x0112.
func turnUpright(src *image.RGBA, orientation uint16) image.Image {
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

// readOrientation reads how the camera was held out of a JPEG's EXIF segment; 1
// when it does not say.
func readOrientation(data []byte) uint16 {
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
