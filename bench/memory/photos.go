package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"strings"
)

// photo is a JPEG of nearly so many megabytes and of 48 million pixels, the most
// that phones take: it needs the most memory to decode.
func photo(megabytes int) []byte {
	noise := rand.New(rand.NewPCG(2020, 2))
	picture := image.NewYCbCr(image.Rect(0, 0, 8000, 6000), image.YCbCrSubsampleRatio420)
	var out bytes.Buffer
	for rows := 6000; out.Len() == 0 || out.Len() > megabytes<<20; rows -= 500 { // the fewer rows have noise, the smaller the file
		clear(picture.Y)
		for i := range picture.Y[:rows*picture.YStride] {
			picture.Y[i] = byte(noise.Uint32())
		}
		out.Reset()
		_ = jpeg.Encode(&out, picture, &jpeg.Options{Quality: 5}) // into memory: it cannot fail
	}
	return out.Bytes()
}

// measurePhotos reports progress with photos through the API and through the page.
func measurePhotos(program, dir string, tell func(measured)) error {
	s, err := serve(program, dir)
	if err != nil {
		return err
	}
	defer s.stop()
	activity, err := s.activity()
	if err != nil {
		return err
	}
	picture := photo(5)
	text := base64.StdEncoding.EncodeToString(picture)
	for _, n := range []int{1, 6, 8} {
		body := `{"as_of":"2026-12-01","basis":"percent","percent":50,"confirmed":true,"photos":["` + strings.Join(repeatedText(text, n), `","`) + `"]}`
		a, err := s.send(request{"POST", "/api/v1" + activity + "/progress", "application/json", []byte(body)})
		if err != nil {
			return err
		}
		tell(measured{fmt.Sprintf("%d photos of %d kB to the API", n, len(picture)>>10), len(body), a})
		r := form(activity+"/progress", "photos", "a.jpg", picture, "as_of", "2026-12-01", "basis", "percent", "percent", "60", "left", "plan", "confirmed", "on")
		if a, err = s.send(r); err != nil {
			return err
		}
		tell(measured{fmt.Sprintf("a photo of %d kB to the page", len(picture)>>10), len(r.body), a})
	}
	return nil
}

func repeatedText(text string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = text
	}
	return out
}

// activity is the path of an activity that can be reported on.
func (s *site) activity() (string, error) {
	var list struct {
		Items []struct {
			ID     string `json:"id"`
			Kind   string `json:"kind"`
			Finish string `json:"actual_finish"`
		} `json:"items"`
	}
	read := func(path string) error {
		a, err := s.send(request{method: "GET", path: "/api/v1" + path})
		if err == nil {
			err = json.Unmarshal(a.body, &list)
		}
		return err
	}
	if err := read("/projects"); err != nil {
		return "", err
	}
	project := list.Items[0].ID
	if err := read("/projects/" + project + "/activities?size=500"); err != nil {
		return "", err
	}
	for _, a := range list.Items {
		if a.Kind == "task" && a.Finish == "" {
			return "/projects/" + project + "/activities/" + a.ID, nil
		}
	}
	return "", fmt.Errorf("project %s has no activity to report on", project)
}
