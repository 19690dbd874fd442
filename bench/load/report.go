package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// report is one request that changes something, the same each time it is sent.
type report struct {
	project, activity string
	kind              kind
	key, note         string
	percent           int
}

// kind is the door that a report comes through.
type kind int

const (
	entryByAPI kind = iota
	entryByForm
	deliveryByAPI
)

// answer is what came back.
type answer struct {
	status         int
	location, body string
}

func (a answer) good() bool { return a.status >= 200 && a.status < 400 }

// send delivers the report; an error means that no answer came.
func (s *site) send(client doer, r report) (answer, error) {
	today := time.Now().In(time.FixedZone("zone", 8*3600)).Format(time.DateOnly)
	path, contentType, body := "/api/v1/projects/"+r.project, "application/json", ""
	switch r.kind {
	case entryByAPI:
		path += "/activities/" + r.activity + "/progress"
		body = fmt.Sprintf(`{"as_of":%q,"basis":"percent","percent":%d,"note":%q,"confirmed":true}`, today, r.percent, r.note)
	case deliveryByAPI:
		path += "/deliveries"
		body = fmt.Sprintf(`{"item":%q,"quantity":2,"unit":"pcs","activities":[%q]}`, r.note, r.activity)
	case entryByForm:
		path, contentType = "/projects/"+r.project+"/activities/"+r.activity+"/progress", "application/x-www-form-urlencoded"
		body = url.Values{"as_of": {today}, "basis": {"percent"}, "percent": {fmt.Sprint(r.percent)}, "left": {"plan"},
			"note": {r.note}, "confirmed": {"on"}, "idempotency_key": {r.key}}.Encode()
	}
	request, err := http.NewRequest(http.MethodPost, s.address(path), strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Content-Type", contentType)
	if r.kind != entryByForm {
		request.Header.Set("Idempotency-Key", r.key)
	}
	got, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	return answer{got.StatusCode, got.Header.Get("Location"), string(text)}, err
}
