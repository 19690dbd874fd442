package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"testing"

	"fugong/internal/fault"
)

// sample is red on the left and blue on the right.
func sample(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			if x >= w/2 {
				c = color.RGBA{0, 0, 255, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// exif is a JPEG with an EXIF segment that states an orientation and a place.
func exif(t *testing.T, orientation byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, sample(400, 200), nil); err != nil {
		t.Fatal(err)
	}
	body := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), orientation, 0, 0)
	body = append(body, "N34.2 E117.3 secret"...)
	segment := append([]byte{0xff, 0xe1, 0, byte(len(body) + 2)}, body...)
	return append(append(append([]byte{}, b.Bytes()[:2]...), segment...), b.Bytes()[2:]...)
}

func TestCleanKeepsThePictureOnly(t *testing.T) {
	cases := []struct {
		orientation byte
		w, h        int
		redX, redY  int
	}{
		{1, 400, 200, 10, 100}, {3, 400, 200, 390, 100}, {6, 200, 400, 100, 10}, {8, 200, 400, 100, 390},
	}
	for _, c := range cases {
		clean, contentType, err := Clean(t.Context(), exif(t, c.orientation))
		if err != nil || contentType != "image/jpeg" || bytes.Contains(clean, []byte("secret")) || bytes.Contains(clean, []byte("Exif")) {
			t.Fatalf("orientation %d: %v, kept metadata: %v", c.orientation, err, bytes.Contains(clean, []byte("secret")))
		}
		m, err := jpeg.Decode(bytes.NewReader(clean))
		if err != nil || m.Bounds().Dx() != c.w || m.Bounds().Dy() != c.h {
			t.Fatalf("orientation %d: %v %v", c.orientation, m.Bounds(), err)
		}
		if r, _, b, _ := m.At(c.redX, c.redY).RGBA(); r < 0xd000 || b > 0x3000 {
			t.Errorf("orientation %d: red is not where it belongs", c.orientation)
		}
	}
}

func TestCleanShrinks(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, sample(3200, 100)); err != nil {
		t.Fatal(err)
	}
	clean, _, err := Clean(t.Context(), b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(clean))
	if err != nil || c.Width != 1600 || c.Height != 50 {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestCleanRefuses(t *testing.T) {
	var huge bytes.Buffer
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 8000, 8000))); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("<svg onload=alert(1)>"), "cut": exif(t, 1)[:300], "huge": huge.Bytes(),
	} {
		if _, _, err := Clean(t.Context(), data); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// head is the beginning of a PNG that declares a size and says nothing more.
func head(t *testing.T, w, h uint32, depth, colour, interlaced byte) []byte {
	t.Helper()
	chunk := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	chunk = append(binary.BigEndian.AppendUint32(chunk, h), depth, colour, 0, 0, interlaced)
	data := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(chunk))
}

// What a picture declares decides, before anything is decoded.
func TestCleanLooksAtTheHeaderFirst(t *testing.T) {
	for name, data := range map[string][]byte{
		"8 bits, 42 million pixels":             head(t, 7000, 6000, 8, 6, 0),
		"16 bits, 24 million pixels":            head(t, 6000, 4000, 16, 6, 0),
		"16 bits interlaced, 12 million pixels": head(t, 4000, 3000, 16, 6, 1),
	} {
		_, _, err := Clean(t.Context(), data)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != "plan.photo.huge" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		frame string // precision, height, width, components
		scans bool
		want  int64
	}{
		"4:2:0": {"\x08\x00\x01\x00\x01\x03\x01\x22\x00\x02\x11\x00\x03\x11\x00", false, 24},
		"4:4:4": {"\x08\x00\x01\x00\x01\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00", false, 48},
		"scans": {"\x08\x00\x01\x00\x01\x03\x01\x22\x00\x02\x11\x00\x03\x11\x00", true, 120},
		"CMYK":  {"\x08\x00\x01\x00\x01\x04\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00", false, 128},
		"RGB":   {"\x08\x00\x01\x00\x01\x03R\x11\x00G\x11\x00B\x11\x00", false, 112},
		"cut":   {"\x08\x00\x01\x00\x01\x03\x01\x22", false, dearest},
	} {
		if got := frameCost([]byte(c.frame), c.scans, false); got != c.want {
			t.Errorf("%s: %d sixteenths of a byte a pixel, want %d", name, got, c.want)
		}
	}
}

// What decoding and shrinking take stays within what the header promised.
func TestCleanKeepsToItsCost(t *testing.T) {
	r := image.Rect(0, 0, 2000, 1500)
	encoded := func(m image.Image, asJPEG bool) []byte {
		var b bytes.Buffer
		err := png.Encode(&b, m)
		if asJPEG {
			b.Reset()
			err = jpeg.Encode(&b, m, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, data := range map[string][]byte{
		"grey":      encoded(image.NewGray(r), false),
		"palette":   encoded(image.NewPaletted(r, color.Palette{color.White, color.Black}), false),
		"8 bits":    encoded(image.NewNRGBA(r), false),
		"16 bits":   encoded(image.NewNRGBA64(r), false),
		"JPEG":      encoded(image.NewRGBA(r), true),
		"grey JPEG": encoded(image.NewGray(r), true),
	} {
		c, kind, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, _, err := Clean(t.Context(), data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		runtime.ReadMemStats(&after)
		const besides = 24 << 20 // the small picture, turned, and its JPEG
		took, promised := int64(after.TotalAlloc-before.TotalAlloc), decodingCost(data, kind, c.ColorModel)*2000*1500/16
		if took > promised+besides {
			t.Errorf("%s: %d MB, promised %d and %d besides", name, took>>20, promised>>20, besides>>20)
		}
	}
}

// Whatever comes in, what goes out is a JPEG that fits, or a refusal.
func FuzzClean(f *testing.F) {
	f.Add([]byte("Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x01\x00"))
	var b bytes.Buffer
	if err := png.Encode(&b, sample(3, 2)); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		readOrientation(data)
		clean, _, err := Clean(t.Context(), data)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		c, err := jpeg.DecodeConfig(bytes.NewReader(clean))
		if err != nil || max(c.Width, c.Height) > longest {
			t.Fatalf("%+v, %v", c, err)
		}
	})
}
