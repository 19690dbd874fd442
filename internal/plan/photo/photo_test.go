package photo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
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
		clean, contentType, err := Clean(exif(t, c.orientation))
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
	clean, _, err := Clean(b.Bytes())
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
		if _, _, err := Clean(data); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: got %v", name, err)
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
		orientation(data)
		clean, _, err := Clean(data)
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
